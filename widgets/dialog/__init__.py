"""What asks or tells over the whole screen. Every dialog is whole at 40x12 and needs no mouse."""

from widgets.dialog.confirm import ConfirmDialog
from widgets.dialog.form import FormDialog, Validator
from widgets.dialog.keys import KeysDialog
from widgets.dialog.ledger import LedgerDialog
from widgets.dialog.pick import PickDialog
from widgets.dialog.reading import TextDialog
from widgets.dialog.walk import WalkDialog

__all__ = [
    "ConfirmDialog",
    "FormDialog",
    "KeysDialog",
    "LedgerDialog",
    "PickDialog",
    "TextDialog",
    "Validator",
    "WalkDialog",
]
