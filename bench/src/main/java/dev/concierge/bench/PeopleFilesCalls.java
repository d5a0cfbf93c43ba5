package dev.concierge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves people by the API, as an administrator's program. */
final class PeopleFilesCalls implements AutoCloseable {
    /** Reads one element of an array after the other. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String GUARDED = "=+-@'";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Installation at;
    private final Head head;

    PeopleFilesCalls(Installation at, Head head) {
        this.at = at;
        this.head = head;
    }

    /** How many lines of the report were as they must be, and its last line. */
    record Imported(long right, List<String> wrong, JsonNode summary) {}

    Imported read(PeopleRows rows, Path file, boolean dryRun) throws Exception {
        List<String> wrong = new ArrayList<>();
        long[] right = {0};
        JsonNode[] last = {JSON.createObjectNode()};
        new Upload(at.port(), head.token())
                .send("/api/v1/users/import?dryRun=" + dryRun, "text/csv; charset=UTF-8", file, line -> {
                    JsonNode report = JSON.readTree(line);
                    last[0] = report;
                    if (report.has("line") && isRight(rows, report)) {
                        right[0]++;
                    } else if (report.has("line") && wrong.size() < 5) {
                        wrong.add(line);
                    }
                });
        return new Imported(right[0], wrong, last[0]);
    }

    /** The first line of the file names the columns. */
    private static boolean isRight(PeopleRows rows, JsonNode report) {
        PeopleRows.Fault fault = rows.fault(report.path("line").asInt() - 1);
        String outcome = report.path("outcome").asString();
        return fault == null
                ? outcome.equals("made")
                : outcome.equals("refused")
                        && report.path("reason").asString("").equals(fault.reason());
    }

    void write(String format, Consumer<PeopleRows.Row> people) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(at.url("/api/v1/users/export"))
                        .header("Authorization", "Bearer " + head.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"format\":\"" + format + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("the export answered " + answer.statusCode());
            }
            if (format.equals("csv")) {
                csv(body, people);
            } else {
                json(body, people);
            }
        }
    }

    private static void csv(InputStream body, Consumer<PeopleRows.Row> people) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 1 << 16);
        String head = reader.readLine();
        List<String> names = head == null ? List.of() : cells(head.replace("\uFEFF", ""));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            List<String> cells = cells(line);
            people.accept(new PeopleRows.Row(
                    cells.get(names.indexOf("email")),
                    cells.get(names.indexOf("name")),
                    cells.get(names.indexOf("role")),
                    cells.get(names.indexOf("status")),
                    cells.get(names.indexOf("localId"))));
        }
    }

    /** Of one line (RFC 4180); an apostrophe that keeps a spreadsheet from computing is taken off. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            boolean doubled = character == '"' && quoted && line.startsWith("\"\"", index);
            if (doubled) {
                cell.append('"');
                index++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                cells.add(plain(cell.toString()));
                cell.setLength(0);
            } else {
                cell.append(character);
            }
        }
        cells.add(plain(cell.toString()));
        return cells;
    }

    private static String plain(String cell) {
        boolean guarded = cell.length() > 1 && cell.charAt(0) == '\'' && GUARDED.indexOf(cell.charAt(1)) >= 0;
        return guarded ? cell.substring(1) : cell;
    }

    private static void json(InputStream body, Consumer<PeopleRows.Row> people) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_ARRAY) {
                throw new IllegalStateException("the export is no array");
            }
            for (token = parser.nextToken(); token == JsonToken.START_OBJECT; token = parser.nextToken()) {
                JsonNode one = JSON.readTree(parser);
                people.accept(new PeopleRows.Row(
                        one.path("email").asString(),
                        one.path("name").asString(),
                        one.path("role").asString(),
                        one.path("status").asString(),
                        one.path("localId").asString("")));
            }
            if (token != JsonToken.END_ARRAY) {
                throw new IllegalStateException("the export does not end");
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
