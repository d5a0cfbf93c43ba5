package dev.concierge.server.identity.people;

import dev.concierge.server.web.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads people out of a file, one at a time, so that a large one needs no more memory than a small one. */
final class ImportReader {
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int DEEPEST = 16;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ImportReader() {}

    /**
     * Hands on one row after the other.
     *
     * @throws FileFaultException where the file can be read no further
     */
    static void read(FileFormat format, InputStream bytes, Consumer<ImportRow> rows) throws IOException {
        switch (format) {
            case CSV -> csv(bytes, rows);
            case JSON -> json(bytes, rows);
        }
    }

    private static void csv(InputStream bytes, Consumer<ImportRow> rows) throws IOException {
        CsvReader reader = new CsvReader(bytes);
        List<String> head = reader.next();
        if (head == null) {
            throw new FileFaultException("The file is empty.");
        }
        List<String> names = head.stream().map(String::strip).toList();
        checkHead(names);
        List<String> cells = reader.next();
        while (cells != null) {
            rows.accept(row(reader.line(), names, cells));
            cells = reader.next();
        }
    }

    private static void checkHead(List<String> names) {
        if (!names.contains(ImportRow.EMAIL)) {
            throw new FileFaultException("The first line names the columns, and one of them is email.");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new FileFaultException("A column stands twice in the first line.");
        }
        names.stream().filter(name -> !ImportRow.isKnown(name)).findFirst().ifPresent(_ -> {
            throw new FileFaultException(
                    "There is a column in the first line that nobody reads. Known are email, name, role, status and localId.");
        });
    }

    private static ImportRow row(long line, List<String> names, List<String> cells) {
        if (cells.size() != names.size()) {
            return new ImportRow(line, Map.of(), "It has another number of cells than the first line.");
        }
        Map<String, String> values = new HashMap<>();
        for (int index = 0; index < names.size(); index++) {
            if (ImportRow.FIELDS.contains(names.get(index))) {
                values.put(names.get(index), Csv.plain(cells.get(index)));
            }
        }
        return new ImportRow(line, values, null);
    }

    private static void json(InputStream bytes, Consumer<ImportRow> rows) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new FileFaultException("The file is one JSON array of objects.");
            }
            long number = 0;
            JsonToken token = parser.nextToken();
            while (token != null && token != JsonToken.END_ARRAY) {
                number++;
                JsonNode element = JSON.readTree(parser);
                rows.accept(row(number, element));
                token = parser.nextToken();
            }
            if (token == null || parser.nextToken() != null) {
                throw new FileFaultException("The file is one JSON array of objects, and nothing behind it.");
            }
        } catch (StreamConstraintsException e) {
            throw new FileFaultException("The file cannot be read" + place(e.getLocation())
                    + ": its objects are nested deeper than " + DEEPEST + " levels, or a text is longer than 64 KB.");
        } catch (JacksonException e) {
            throw new FileFaultException("The file is not valid JSON in UTF-8" + place(e.getLocation()) + ".");
        }
    }

    private static String place(@Nullable TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : " from line " + at.getLineNr() + " on";
    }

    private static ImportRow row(long number, @Nullable JsonNode element) {
        if (element == null || !element.isObject()) {
            return new ImportRow(number, Map.of(), "It is no object.");
        }
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : element.properties()) {
            if (!ImportRow.isKnown(member.getKey())) {
                return new ImportRow(
                        number,
                        Map.of(),
                        "It has a field that nobody reads. Known are email, name, role, status and localId.");
            }
            if (ImportRow.FIELDS.contains(member.getKey()) && !member.getValue().isNull()) {
                if (!member.getValue().isString()) {
                    return new ImportRow(number, Map.of(), "Its " + member.getKey() + " is no text.");
                }
                values.put(member.getKey(), member.getValue().asString());
            }
        }
        return new ImportRow(number, values, null);
    }
}
