"""English nouns that say what is promised: plants, funds, plans, agreements, money, measures."""

from __future__ import annotations

from hinterland.reading.quantities.lexicon import bag as words


def _with_plurals(words: str) -> frozenset[str]:
    found = set()
    for word in words.split():
        found.add(word)
        if word.endswith("y") and word[-2] not in "aeiou":
            found.add(word[:-1] + "ies")
        elif word.endswith(("s", "x", "ch", "sh")):
            found.add(word + "es")
        else:
            found.add(word + "s")
    return frozenset(found)


FACILITIES = _with_plurals(
    "plant factory mill refinery smelter fab foundry gigafactory megafactory workshop shipyard yard base "
    "centre center campus park headquarters hub lab laboratory complex facility warehouse depot terminal "
    "port berth breakwater station substation farm line pipeline dam mine furnace reactor electrolyser "
    "electrolyzer bridge road railway tunnel airport pier quay datacentre datacenter building office "
    "showroom hospital institute academy incubator cracker brewery dairy kiln greenhouse hangar dock "
    "drydock wharf museum university school site plants hq branch subsidiary store stadium zone estate "
    "expressway highway motorway metro interconnector grid network gigaplant superfactory superstation "
    "biorefinery works unit plantation hatchery vineyard abattoir bakery cannery testbed hall clinic hotel "
    "stage studio arena exchange accelerator array turbine corridor canal"
)
STRONG_FACILITIES = FACILITIES - _with_plurals(
    "unit turbine exchange network grid zone branch subsidiary store stage line office road "
    "estate stadium array canal corridor"
)
FUNDS = frozenset({"fund", "funds", "facility_fund"})
POLICIES = _with_plurals(
    "plan strategy policy rule roadmap regulation law act bill measure guideline programme program scheme "
    "subsidy incentive blueprint paper directive decree opinion framework standard ban charter guidance "
    "scheme catalogue catalog masterplan legislation code tariff initiative"
) - {"acts", "bills", "papers"}
AGREEMENTS = _with_plurals(
    "agreement deed lease concession deal contract memorandum mou loi pact accord partnership alliance venture "
    "treaty protocol "
    "letter sheet memoranda jv"
)
INVESTMENT_WORDS = words(
    "invest investment investments investing invested cost costs costing spend spending spent capex "
    "expenditure outlay budget budgeted grant grants subsidy subsidies loan loans funding financing aid "
    "worth price-tag injection contribution contribute contributing financed finance funded credit "
    "injected inject pour allocate allocated earmarked earmark expenditures inject budgets incentives "
    "package commit capital expense outlays bill"
)
RESULT_WORDS = words(
    "revenue revenues sales turnover profit profits income earnings gdp exports imports export output "
    "value production market shipments orders deliveries loss losses ebitda trade taxes tax dividend "
    "salaries wages salary wage debt assets share sold earned market-cap capitalisation capitalization "
    "valuation valued economy industry industries cluster backlog fee fees fine rent emissions savings "
    "scale"
)
PLANT_UNITS = words(
    "GWh MWh kWh TWh GW MW kW wafer wafer/month vehicle tonne module cell set pair unit piece litre barrel "
    "m3 robot ship vessel aircraft turbine engine motor battery pack kg"
)
AREA_UNITS = words("m2 ft2 hectare acre mu km2")
LENGTH_UNITS = words("km m mile metre")
JOB_UNITS = frozenset({"job", "person"})
THING_UNITS = words(
    "plant line station pile berth furnace factory warehouse terminal turbine reactor mine lab laboratory "
    "centre center park base site building tower mill refinery unit cracker crane dock workshop fab "
    "smelter well substation charger electrolyser"
)
EVENT_NOUNS = words(
    "construction production work operation operations commissioning building deliveries groundbreaking "
    "completion start launch opening delivery tender tenders trial trials listing shipments line plant "
    "phase stage project installation drilling dredging testing"
)
EVENT_LABELS = words(
    "start start-up startup completion commissioning production opening groundbreaking launch delivery first "
    "construction "
    "operation sop operations handover"
)
AMBITIONS = _with_plurals(
    "cluster leader hub ecosystem base destination player producer maker exporter supplier force centre "
    "center company manufacturer brand capital highland powerhouse system chain pole engine city province "
    "market region"
)
MEDIA_NOUNS = words(
    "analyst analysts broker brokerage brokers consultant consultants consultancy bank report newspaper "
    "daily agency statement spokesman spokeswoman spokesperson source sources people observers economists "
    "opponents critics researchers campaigners filing study survey residents institute"
)
VAGUE_HEADS = words(
    "construction model work phase series pair number development ground opening expansion upgrade "
    "creation establishment part portion second first third stage set batch string group cornerstone "
    "foundation stone works building extension modernisation modernization completion addition plans plan "
    "feasibility capacity type kind network"
)
ROLE_NOUNS = words(
    "company firm group carmaker automaker maker manufacturer producer developer operator supplier startup "
    "start-up builder miner refiner giant conglomerate business unit venture miller brewer shipbuilder "
    "shipyard chipmaker steelmaker airline utility bank retailer drugmaker foundry contractor corporation "
    "enterprise partner consortium investor yard partners"
)
AGENTS = _with_plurals(
    "minister investor authority shareholder yard farmer council municipality lender bank creditor owner "
    "grower retailer customer supplier household resident developer manufacturer maker producer exporter "
    "operator government taxpayer college university hospital school board trust foundation cooperative "
    "association union contractor builder"
)
GOVERNMENT_NOUNS = words(
    "government ministry state province city county country council municipality authority region kingdom "
    "nation administration commission prefecture district department federal town emirate"
)
