"""Letters made into files: Word, PDF, plain text and data, all from one composed letter, the same bytes for the same input.

Every sentence carries a note that names its source, grade, evidence and digest; the data carry every claim id. The room
refuses to build markup out of strings: the PDF's template is handed data.
"""

from muniment.act.rendering.files import File, render
from muniment.act.rendering.letter import Letter, compose

__all__ = ["File", "Letter", "compose", "render"]
