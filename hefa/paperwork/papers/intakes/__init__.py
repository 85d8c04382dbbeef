"""The files that Hefa takes in, by code. Each file here is one kind: data, no code."""

from collections.abc import Mapping
from types import MappingProxyType

from hefa.paperwork.papers.intakes.env_batch_18 import ENV_BATCH_18
from hefa.paperwork.papers.intakes.issued_list import ISSUED_LIST
from hefa.paperwork.papers.intakes.template import TEMPLATE
from hefa.paperwork.rules.reading import Intake

INTAKES: Mapping[str, Intake] = MappingProxyType({one.code: one for one in (TEMPLATE, ISSUED_LIST, ENV_BATCH_18)})
"""By the value of UploadKind."""
