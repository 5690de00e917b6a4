"""Where something stands in a rule file, so that messages can name the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node


def loader() -> Any:
    """PyYAML's safe loader, the one in C where there is one."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(raw: bytes, location: tuple[Any, ...]) -> int | None:
    """1-based line of the node at ``location`` (keys and indices), or of its nearest ancestor.

    None when ``raw`` is empty: what was put together from several files stands nowhere.
    """
    if not raw:
        return None
    import yaml

    node = yaml.compose(raw, Loader=loader())
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            entry = next(((k, v) for k, v in node.value if k.value == part), None)
            if entry is None:
                break
            line, node = entry[0].start_mark.line + 1, entry[1]
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value)
        ):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def line_saying(raw: bytes, *texts: str) -> int | None:
    """1-based line of the first value that is exactly one of ``texts``, tried in turn."""
    import yaml

    root = yaml.compose(raw, Loader=loader())
    nodes = list(_scalars(root)) if root is not None else []
    for text in texts:
        for node in nodes:
            if node.value == text:
                return int(node.start_mark.line) + 1
    return None


def _scalars(node: Node) -> Iterator[Node]:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
