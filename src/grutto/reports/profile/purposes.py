"""What aid is for: the sectors and purposes of the DAC that a profile shows.

The codes are those of the OECD (https://www.oecd.org/en/data/insights/data-explainers/2024/10/resources-for-reporting-development-finance-statistics.html).
"""

from __future__ import annotations

from grutto.message import msg

PURPOSES = {
    "110": msg("Education"),
    "120": msg("Health"),
    "130": msg("Population policies and reproductive health"),
    "140": msg("Water supply and sanitation"),
    "150": msg("Government and civil society"),
    "160": msg("Other social infrastructure and services"),
    "210": msg("Transport and storage"),
    "220": msg("Communications"),
    "230": msg("Energy"),
    "240": msg("Banking and financial services"),
    "250": msg("Business services"),
    "311": msg("Agriculture"),
    "312": msg("Forestry"),
    "313": msg("Fishing"),
    "321": msg("Industry"),
    "322": msg("Mineral resources and mining"),
    "323": msg("Construction"),
    "331": msg("Trade policies"),
    "332": msg("Tourism"),
    "410": msg("Environment protection"),
    "430": msg("Several sectors"),
    "510": msg("Budget support"),
    "520": msg("Food aid"),
    "530": msg("Other commodity assistance"),
    "600": msg("Debt relief"),
    "720": msg("Emergency response"),
    "730": msg("Reconstruction and rehabilitation"),
    "740": msg("Disaster prevention and preparedness"),
    "910": msg("Costs of the donors"),
    "930": msg("Refugees in donor countries"),
    "998": msg("Not allocated"),
    "15136": msg("Immigration affairs"),
    "15190": msg("Orderly, safe and regular migration"),
    "24050": msg("Remittances"),
    "72010": msg("Material relief"),
    "93010": msg("Refugees in donor countries, all costs"),
}


def purpose_of(breakdown: str) -> str:
    """Return the name (English) of what `SECTOR=15190` says, or the code if Grutto has no name for it."""
    code = breakdown.rpartition("=")[2]
    return PURPOSES.get(code, code)
