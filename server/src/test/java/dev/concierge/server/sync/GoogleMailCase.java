package dev.concierge.server.sync;

import static dev.concierge.server.sync.ScriptedOutbound.ok;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers in the form of the Gmail API, version 1: a page is a list of ids and a call for each. */
final class GoogleMailCase implements StreamCase {
    static final String SCOPE = "https://www.googleapis.com/auth/gmail.readonly";

    private static final Step PROFILE =
            ok("{\"emailAddress\":\"ada@example.org\",\"messagesTotal\":4,\"threadsTotal\":4,\"historyId\":\"9100\"}");
    private static final String NEXT = "09876543210987654321";

    @Override
    public String stream() {
        return "google.mail.messages";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(SCOPE);
    }

    @Override
    public List<Step> firstRun() {
        return List.of(
                PROFILE,
                list(NEXT, "a", "b"),
                message("a", "Bread", "INBOX"),
                message("b", "Coffee", "INBOX"),
                list(null, "c", "d"),
                message("c", "Tea", "SENT"),
                message("d", "Trip", "INBOX"));
    }

    @Override
    public List<Integer> callsOfPages() {
        return List.of(1, 3, 3);
    }

    @Override
    public int records() {
        return 4;
    }

    @Override
    public List<Step> changes() {
        return List.of(
                history(record("messagesAdded", "e") + "," + record("labelsRemoved", "a"), "4711"),
                message("e", "New", "INBOX"),
                message("a", "Bread", "UNREAD"),
                history(
                        record("messagesDeleted", "b") + "," + record("messagesDeleted", "never seen") + ","
                                + record("labelsAdded", "d") + "," + record("messagesAdded", "short lived"),
                        null),
                message("d", "Trip", "INBOX"),
                missing());
    }

    @Override
    public List<Step> nothingNew() {
        return List.of(ok("{\"historyId\":\"9100\"}"));
    }

    @Override
    public List<Step> tooOld() {
        return List.of(
                missing(),
                PROFILE,
                list(NEXT, "a", "d"),
                message("a", "Bread", "INBOX"),
                message("d", "Trip", "INBOX"),
                list(null, "c", "f"),
                message("c", "Tea", "SENT"),
                message("f", "New", "INBOX"));
    }

    @Override
    public List<Step> malformed() {
        return List.of(
                PROFILE,
                list(NEXT, "a", "x", "b"),
                message("a", "Bread", "INBOX"),
                ok("{\"id\":\"x\",\"threadId\":\"x\",\"labelIds\":[\"INBOX\"],\"internalDate\":\"1900000000000\"}"),
                message("b", "Coffee", "INBOX"),
                list(null, "c", "d"),
                message("c", "Tea", "SENT"),
                message("d", "Trip", "INBOX"));
    }

    @Override
    public List<Step> doubled() {
        return List.of(
                PROFILE,
                list(NEXT, "a", "a", "b"),
                message("a", "Bread", "INBOX"),
                message("b", "Coffee", "INBOX"),
                list(null, "b", "c", "d"),
                message("b", "Coffee", "INBOX"),
                message("c", "Tea", "SENT"),
                message("d", "Trip", "INBOX"));
    }

    @Override
    public List<Step> largest(int items) {
        String[] ids = IntStream.range(0, items).mapToObj(i -> "m" + i).toArray(String[]::new);
        List<Step> all = new ArrayList<>(List.of(PROFILE, list(null, ids)));
        Arrays.stream(ids).forEach(id -> all.add(message(id, "Message " + id, "INBOX")));
        return all;
    }

    @Override
    public int largest() {
        return 25;
    }

    @Override
    public Step busy() {
        return GoogleDriveCase.error(403, "userRateLimitExceeded", null, null);
    }

    @Override
    public Step busy(int seconds) {
        return GoogleDriveCase.error(429, "rateLimitExceeded", null, Duration.ofSeconds(seconds));
    }

    @Override
    public Step notAllowed() {
        return GoogleDriveCase.error(403, "insufficientPermissions", null, null);
    }

    @Override
    public List<Step> circle() {
        return List.of(
                PROFILE,
                list(NEXT, "a"),
                message("a", "Bread", "INBOX"),
                list(NEXT, "a"),
                message("a", "Bread", "INBOX"));
    }

    @Override
    public List<Step> garbage() {
        List<Step> all = new ArrayList<>(StreamCase.super.garbage());
        all.addAll(List.of(ok("[]"), ok("{\"history\":{},\"historyId\":\"9101\"}"), ok("{\"history\":[]}")));
        return all;
    }

    private static Step missing() {
        return GoogleDriveCase.error(404, "notFound", null, null);
    }

    private static Step list(@Nullable String nextPage, String... ids) {
        String messages = Arrays.stream(ids)
                .map(id -> "{\"id\":\"" + id + "\",\"threadId\":\"" + id + "\"}")
                .collect(Collectors.joining(","));
        return ok("{\"messages\":[" + messages + "],"
                + (nextPage == null ? "" : "\"nextPageToken\":\"" + nextPage + "\",") + "\"resultSizeEstimate\":4}");
    }

    private static Step history(String records, @Nullable String nextPage) {
        return ok("{\"history\":[" + records + "],"
                + (nextPage == null ? "" : "\"nextPageToken\":\"" + nextPage + "\",") + "\"historyId\":\"9117\"}");
    }

    private static String record(String type, String id) {
        String message = "{\"id\":\"" + id + "\",\"threadId\":\"" + id + "\"}";
        return "{\"id\":\"9105\",\"messages\":[" + message + "],\"" + type + "\":[{\"message\":" + message + "}]}";
    }

    private static Step message(String id, String subject, String label) {
        return ok("{\"id\":\"" + id + "\",\"threadId\":\"" + id + "\",\"labelIds\":[\"" + label
                + "\"],\"snippet\":\"Here &amp; now\",\"payload\":{\"mimeType\":\"text/plain\",\"headers\":["
                + "{\"name\":\"From\",\"value\":\"Mara Lind <mara@example.org>\"},"
                + "{\"name\":\"To\",\"value\":\"ada@example.org\"},"
                + "{\"name\":\"Subject\",\"value\":\"" + subject + "\"}]},"
                + "\"sizeEstimate\":2048,\"historyId\":\"9000\",\"internalDate\":\"1900000000000\"}");
    }
}
