package dev.concierge.server.identity.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180) in UTF-8, with or without a byte order mark, a record at a time: quoted cells may hold separators, quotes and line ends. The separator is
 * the comma, or the semicolon where the first record holds no comma outside of quotes, as spreadsheets of many countries write it. A record has at most 64 KB of characters.
 */
final class CsvReader {
    private static final int LONGEST = 64 * 1024;
    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private char separator = ',';
    private boolean first = true;
    private long line = 1;
    private long began = 1;

    CsvReader(InputStream bytes) {
        this.reader = new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** The line on which the last record began, the first being 1. */
    long line() {
        return began;
    }

    /**
     * The next record; null at the end. Empty lines are none.
     *
     * @throws FileFaultException when it is too long, its quotes are not in order, or the file is not UTF-8
     */
    @Nullable
    List<String> next() throws IOException {
        try {
            List<String> cells = readRecord();
            while (cells != null && cells.size() == 1 && cells.getFirst().isEmpty()) {
                cells = readRecord();
            }
            return cells;
        } catch (CharacterCodingException e) {
            throw FileFaultException.at(line, "is not in UTF-8. Save the file in that encoding.");
        }
    }

    private @Nullable List<String> readRecord() throws IOException {
        began = line;
        if (first) {
            reader.mark(1);
        }
        int character = read();
        if (first) {
            if (character != BYTE_ORDER_MARK) {
                reader.reset();
            }
            separator = separatorAhead();
            character = read();
        }
        if (character == END) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        int length = 0;
        boolean more = true;
        while (more) {
            if (character == '"' && cell.isEmpty()) {
                length += quoted(cell, length);
                character = read();
                if (character != END && character != separator && character != '\n' && character != '\r') {
                    throw FileFaultException.at(line, "has text behind a closed quote.");
                }
            }
            while (character != END && character != separator && character != '\n' && character != '\r') {
                cell.append((char) character);
                character = read();
                length = longer(length);
            }
            cells.add(cell.toString());
            cell.setLength(0);
            more = character == separator;
            if (more) {
                character = read();
                length = longer(length);
            }
        }
        endLine(character);
        first = first && cells.size() == 1 && cells.getFirst().isEmpty();
        return cells;
    }

    /** What separates the record that comes next; takes nothing. */
    private char separatorAhead() throws IOException {
        reader.mark(LONGEST);
        boolean quoted = false;
        boolean semicolon = false;
        int character = read();
        for (int length = 1; length < LONGEST && character != END && (quoted || !endsLine(character)); length++) {
            if (character == ',' && !quoted) {
                semicolon = false;
                break;
            }
            quoted ^= character == '"';
            semicolon |= character == ';' && !quoted;
            character = read();
        }
        reader.reset();
        return semicolon ? ';' : ',';
    }

    private static boolean endsLine(int character) {
        return character == '\n' || character == '\r';
    }

    private int quoted(StringBuilder cell, int before) throws IOException {
        int length = 0;
        while (true) {
            int character = read();
            length = longer(before + length) - before;
            if (character == END) {
                throw FileFaultException.at(began, "has a quote that is never closed.");
            }
            if (character == '"') {
                reader.mark(1);
                if (reader.read() != '"') {
                    reader.reset();
                    return length;
                }
            } else if (character == '\n') {
                line++;
            }
            cell.append((char) character);
        }
    }

    private void endLine(int character) throws IOException {
        if (character == '\r') {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        line++;
    }

    private int longer(int length) {
        if (length >= LONGEST) {
            throw FileFaultException.at(began, "is longer than 64 KB.");
        }
        return length + 1;
    }

    private int read() throws IOException {
        return reader.read();
    }
}
