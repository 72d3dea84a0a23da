"""The bill of materials: every part that is passed on, as CycloneDX, the same bytes for the same commit."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from scripts.installer.build import NAME, Build, BuildError, say
from scripts.installer.licences import Part, parts_of
from scripts.installer.origins import by_origin, placed_files

_TYPES = {"library": "pypi", "system": "deb"}


def write_bill(build: Build) -> None:
    """Write the bill beside what is given away."""
    parts = list(parts_of(build.root, by_origin(placed_files(build))))
    text = bill_of(build, parts)
    build.out.mkdir(exist_ok=True)
    path = build.out / f"{NAME}-{build.label}.cdx.json"
    path.write_text(text, "utf-8")
    say(f"{path.name}: {len(parts)} phần, CycloneDX 1.6 hợp lệ")


def bill_of(build: Build, parts: Iterable[Part]) -> str:
    """Write the bill; raise ``BuildError`` where its own standard does not accept it."""
    root = Component(name=NAME, version=build.label, type=ComponentType.APPLICATION, bom_ref=NAME)
    held = sorted((_component(each) for each in parts), key=lambda each: str(each.bom_ref.value))
    made = datetime.fromtimestamp(build.epoch, UTC)
    bill = Bom(
        components=held,
        serial_number=uuid5(NAMESPACE_URL, f"{NAME}/{build.commit}"),
        metadata=BomMetaData(component=root, timestamp=made),
    )
    bill.register_dependency(root, held)
    text = JsonV1Dot6(bill).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise BuildError(f"Danh mục thành phần không hợp lệ: {fault}")
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _component(part: Part) -> Component:
    kind = ComponentType.FILE if part.kind == "resource" else ComponentType.LIBRARY
    reference = ":".join(filter(None, (part.kind, part.within, part.name)))
    purl = None
    if part.kind in _TYPES:
        namespace = "debian" if part.kind == "system" else None
        purl = PackageURL(_TYPES[part.kind], namespace, part.name, part.version or None)
    return Component(
        name=part.name,
        version=part.version or None,
        type=kind,
        bom_ref=reference,
        purl=purl,
        licenses=[_licence(part)],
        description=part.where or None,
    )


def _licence(part: Part) -> License:
    if part.licence.startswith("LicenseRef-"):
        return DisjunctiveLicense(name=f"licences/{part.name}/copyright")
    return LicenseFactory().make_from_string(part.licence)
