"""A QR code as modules, for whoever draws it at a size of their own."""

from agent_app.services.ports import QrMatrix


def qr_matrix(text: str) -> QrMatrix:
    """Return the modules of a text's QR code row by row, its quiet zone included; ``True`` is dark."""
    # Loaded when the first code is shown: the windows should be quick to come up.
    import zxingcpp  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = Image.fromarray(code.to_image(scale=1))
    light, width = drawn.tobytes(), drawn.width
    rows = (light[at : at + width] for at in range(0, len(light), width))
    return tuple(tuple(not each for each in row) for row in rows)
