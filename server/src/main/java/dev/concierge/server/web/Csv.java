package dev.concierge.server.web;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Cells of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an apostrophe, so that
 * reading takes back exactly what writing added (CWE-1236).
 */
public final class Csv {
    private static final String FORMULA = "=+-@\t\r'";
    private static final char GUARD = '\'';

    private Csv() {}

    /** One line, without its end. */
    public static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
    }

    private static String cell(String value) {
        String guarded = isFormula(value) ? GUARD + value : value;
        boolean quotes = guarded.chars().anyMatch(character -> ",;\"\r\n".indexOf(character) >= 0);
        return quotes ? "\"" + guarded.replace("\"", "\"\"") + "\"" : guarded;
    }

    /** What stood in a cell before it was guarded. */
    public static String plain(String cell) {
        return cell.length() > 1 && cell.charAt(0) == GUARD && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String value) {
        return !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    }
}
