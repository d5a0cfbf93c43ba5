package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of Google's Drive API, version 3. */
final class GoogleDriveCase implements StreamCase {
    static final String SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly";

    private static final String PLACE = "{\"kind\":\"drive#startPageToken\",\"startPageToken\":\"41\"}";
    private static final String NEXT = "\"nextPageToken\":\"~!!~P2\"";

    @Override
    public String stream() {
        return "google.drive.files";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(SCOPE);
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                ok(PLACE),
                ok(files(file("a", "Budget") + "," + file("b", "Plan"), NEXT)),
                ok(files(file("c", "Lease.pdf") + "," + file("d", "Notes"), null)));
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                ok(changes(
                        changed("e", file("e", "New")) + "," + changed("a", file("a", "Budget 2027")),
                        "\"nextPageToken\":\"44\"")),
                ok(changes(
                        removed("b") + "," + removed("never seen") + "," + changed("d", file("d", "Notes"))
                                + ",{\"kind\":\"drive#change\",\"changeType\":\"drive\",\"removed\":false,\"driveId\":\"0A\"}",
                        "\"newStartPageToken\":\"47\"")));
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(ok(changes("", "\"newStartPageToken\":\"41\"")));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                error(400, "invalid", "pageToken", null),
                ok(PLACE),
                ok(files(file("a", "Budget") + "," + file("d", "Notes"), NEXT)),
                ok(files(file("c", "Lease.pdf") + "," + file("f", "New"), null)));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                ok(PLACE),
                ok(files(file("a", "Budget") + ",{\"name\":\"No id\"}," + file("b", "Plan"), NEXT)),
                ok(files(file("c", "Lease.pdf") + "," + file("d", "Notes"), null)));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                ok(PLACE),
                ok(files(file("a", "Budget") + "," + file("a", "Budget") + "," + file("d", "Notes"), NEXT)),
                ok(files(file("c", "Lease.pdf") + "," + file("a", "Budget") + "," + file("b", "Plan"), null)));
    }

    @Override
    public List<Step> largest(int items) {
        String all = IntStream.range(0, items)
                .mapToObj(i -> file("file" + i, "File " + i))
                .collect(Collectors.joining(","));
        return List.of(ok(PLACE), ok(files(all, null)));
    }

    @Override
    public int largest() {
        return 1000;
    }

    @Override
    public Step busy() {
        return error(403, "userRateLimitExceeded", null, null);
    }

    @Override
    public Step busy(int seconds) {
        return error(429, "rateLimitExceeded", null, Duration.ofSeconds(seconds));
    }

    @Override
    public Step notAllowed() {
        return error(403, "insufficientPermissions", null, null);
    }

    @Override
    public List<Step> circle() {
        Step round = ok(files("", NEXT));
        return List.of(ok(PLACE), round, round);
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(
                ok("[]"),
                ok("{\"changes\":{},\"newStartPageToken\":\"41\"}"),
                ok("{\"changes\":[]}"),
                ok("{\"newStartPageToken\":\"41\"}")));
        return all;
    }

    static Step error(int status, String reason, @Nullable String location, @Nullable Duration retryAfter) {
        String where = location == null ? "" : ",\"locationType\":\"parameter\",\"location\":\"" + location + "\"";
        return new Step.Answer(
                status,
                "{\"error\":{\"code\":" + status
                        + ",\"message\":\"No\",\"errors\":[{\"domain\":\"global\",\"reason\":\"" + reason
                        + "\",\"message\":\"No\"" + where + "}]}}",
                retryAfter,
                Map.of());
    }

    private static String files(String files, @Nullable String next) {
        return "{\"files\":[" + files + "]" + (next == null ? "" : "," + next) + "}";
    }

    private static String changes(String changes, String next) {
        return "{\"changes\":[" + changes + "]," + next + "}";
    }

    private static String changed(String id, String file) {
        return "{\"changeType\":\"file\",\"time\":\"2030-05-02T09:00:00.000Z\",\"removed\":false,\"fileId\":\"" + id
                + "\",\"file\":" + file + "}";
    }

    private static String removed(String id) {
        return "{\"changeType\":\"file\",\"time\":\"2030-05-02T09:00:00.000Z\",\"removed\":true,\"fileId\":\"" + id
                + "\"}";
    }

    private static String file(String id, String name) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + name
                + "\",\"mimeType\":\"application/pdf\",\"starred\":false,\"trashed\":false,\"parents\":[\"0A\"],"
                + "\"webViewLink\":\"https://drive.google.com/file/d/" + id + "/view?usp=drivesdk\","
                + "\"createdTime\":\"2030-04-02T09:00:00.000Z\",\"modifiedTime\":\"2030-05-01T09:00:00.000Z\","
                + "\"size\":\"48213\",\"shared\":false,\"ownedByMe\":true,"
                + "\"owners\":[{\"displayName\":\"Ada\",\"me\":true,\"emailAddress\":\"ada@example.org\"}],"
                + "\"lastModifyingUser\":{\"displayName\":\"Mara\",\"me\":false,\"emailAddress\":\"mara@example.org\"}}";
    }
}
