"""From the words of the sources to base units, basis and dates of publication."""

from __future__ import annotations

from casebuild.rows import Row, number

CASE_DATE = "2021-08-01"
"""Day of the case: what newer sources show to have existed then counts as public since."""

ALWAYS = "2000-01-01"
"""Date of publication assumed for what is no news: administrative divisions, products."""

_SCALES = {
    "million vehicle": (1e6, "vehicle"),
    "bn CNY": (1e9, "CNY"),
}
_CAPACITY = {
    "vehicles/yr": ("vehicle", 1.0),
    "GWh/yr": ("GWh", 1.0),
    "t/yr": ("t", 1.0),
    "million m2/yr": ("m2", 1e6),
    "wafers/month": ("wafer", 12.0),
    "wafers/yr": ("wafer", 1.0),
    "sets/yr": ("set", 1.0),
    "tyres/yr": ("tyre", 1.0),
}


def scaled(value: str, unit: str) -> tuple[str, str]:
    """Return value and unit in base units: `0.868`, `million vehicle` becomes `868000`, `vehicle`."""
    factor, base = _SCALES.get(unit, (1.0, unit))
    return (number(float(value) * factor) if value else ""), base


def billion(value: str) -> str:
    """Return yuan for billions of yuan."""
    return number(float(value) * 1e9) if value else ""


def yearly_capacity(value: str, unit: str, product_unit: str) -> str:
    """Return capacity in the product's unit a year.

    Raises
    ------
    ValueError
        If the unit stated is not the product's: such a capacity stays out, its value goes into the note.
    """
    if not value:
        return ""
    base, factor = _CAPACITY[unit]
    if base != product_unit:
        raise ValueError(f"capacity in {unit}, product counted in {product_unit}")
    return number(float(value) * factor)


def basis(quality: str) -> str:
    """Return the basis of a row: published is reported, whatever was derived is inferred."""
    return "reported" if quality == "published" else "inferred"


def evidence(source: str, published: str, how: str, quality: str = "published", note: str = "") -> Row:
    """Return the columns that every row has."""
    return {
        "source": source,
        "basis": basis(quality),
        "published": published,
        "published_basis": how,
        "note": note,
    }


def earliest(*dates: str) -> str:
    """Return the date that ends first: `2021-05` ends after `2021-05-24`."""
    return min(dates, key=lambda d: f"{d}-99-99"[:10])


def since_case_date(source_date: str) -> tuple[str, str]:
    """Return when something that existed at the case date was public: its source's date, or the case date."""
    if source_date and source_date < CASE_DATE:
        return source_date, "stated"
    return CASE_DATE, "assumed"
