"""What a parser says of XML that is not well-formed, in plain words."""

from __future__ import annotations

import re

from grutto.message import Message, msg, used

_WORDS = (
    (r"Opening and ending tag mismatch: (\S+) .*and ([^\s,]+)", msg("<{name}> is closed by </{other}>")),
    (r"invalid element name", msg("a sign “<” begins no element; in a text it is written &lt;")),
    (r"xmlParseEntityRef: no name|expecting ';'", msg("a sign “&” stands alone; in a text it is written &amp;")),
    (r"Attribute (\S+) redefined", msg("one element has the attribute “{name}” twice")),
    (r"Namespaced Attribute (\S+) in", msg("one element has the attribute “{name}” twice")),
    (r"mandates? value for attribute ([^\s,]+)", msg("the attribute “{name}” has no value")),
    (r"AttValue:|attributes construct error", msg('an attribute is not written as name="value"')),
    (r"Unescaped '<' not allowed", msg("a sign “<” stands in the value of an attribute; there it is written &lt;")),
    (r"[Ii]nvalid (?:xml)?Char value|invalid xmlChar|out of allowed range", msg("a character that XML does not allow")),
    (r"XML declaration allowed only at", msg("the line <?xml …?> does not stand at the very start")),
    (
        r"Malformed decl|Unsupported version|String not closed|Blank needed|XML encoding name|XML decl|[Ss]tandalone",
        msg('the first line is not written as <?xml version="1.0" encoding="UTF-8"?>'),
    ),
    (r"Comment not terminated|Comment must not contain", msg("a comment “<!--” does not end")),
    (r"Double hyphen within comment", msg("a comment holds two hyphens side by side")),
    (r"CData section not finished", msg("a section “<![CDATA[” does not end")),
    (r"Sequence '\]\]>' not allowed", msg("the signs “]]>” stand in a text; there they are written ]]&gt;")),
    (r"PI .*(?:never end|not finished)|xmlParsePI", msg("an instruction “<?” does not end or has no proper name")),
    (r"Extra content at the end", msg("something stands after the end of the first element")),
    (r"Document is empty|Start tag expected", msg("no first element is there")),
    (r"Namespace prefix (\S+) .*not defined", msg("the prefix “{name}” stands for no namespace")),
    (r"Entity '(.+?)' not defined", msg("the entity “{name}” is not known to XML")),
    (r"Premature end|Couldn't find end of Start Tag|EndTag: '</' not found", msg("the file ends too early")),
    (r"(?i)encoding|not proper UTF-8|Invalid bytes", msg("some characters are not in the encoding that the file says")),
    (r"(?i)depth", msg("elements are nested far deeper than in any IATI file")),
    (r"(?i)huge|too long|too large|limit exceeded|buffer|amplification", msg("a text or attribute is far too large")),
    (
        r"xmlns.*(?:empty|not absolute|invalid|reserved|mapped|bound)|undefin.*namespace",
        msg("a namespace is not declared rightly"),
    ),
)
"""Words in a message of libxml2, and what they mean; the first that fits is taken."""

OTHER = msg("a sign stands where it may not")


def plain(message: str) -> Message:
    """Return what a message of libxml2 means to the person who publishes the file."""
    for pattern, words in _WORDS:
        found = re.search(pattern, message[:500])
        if found:
            name, other = (*found.groups(""), "", "")[:2]
            return Message(words, **used(words, {"name": name, "other": other}))
    return Message(OTHER)
