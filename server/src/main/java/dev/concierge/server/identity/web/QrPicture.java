package dev.concierge.server.identity.web;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code (ISO/IEC 18004) as a path of unit squares for an SVG, with the quiet zone of four around it.
 *
 * @param size of the picture in units, quiet zone included
 * @param path for the attribute {@code d}
 */
public record QrPicture(int size, String path) {
    private static final int QUIET = 4;

    /** The smallest that holds the text with error correction of level M. */
    public static QrPicture of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrPicture(code.size + 2 * QUIET, path.toString());
    }

    @Override
    public String toString() {
        return "QrPicture[" + size + "]";
    }
}
