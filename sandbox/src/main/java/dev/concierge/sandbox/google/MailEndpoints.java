package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code getProfile}, {@code messages.list} and {@code messages.get} of Gmail, version 1 (field 15). Lists tell ids only. A message is given as metadata, or in
 * full, which is its text and the same as HTML; no message has attachments.
 */
final class MailEndpoints {
    private static final Set<String> SCOPES = Set.of(
            "https://www.googleapis.com/auth/gmail.readonly",
            "https://www.googleapis.com/auth/gmail.metadata",
            "https://www.googleapis.com/auth/gmail.modify",
            "https://mail.google.com/");
    private static final String METADATA_ONLY = "https://www.googleapis.com/auth/gmail.metadata";
    private static final List<String> MEMBERS = List.of("id", "threadId", "labelIds", "snippet");
    private static final int STANDARD_PAGE = 100;
    private static final int LARGEST_PAGE = 500;

    private final Bearer bearer;
    private final Belongings messages;
    private final MailHistory history;

    MailEndpoints(Bearer bearer, Belongings messages, MailHistory history) {
        this.bearer = bearer;
        this.messages = messages;
        this.history = history;
    }

    void addTo(Routes routes) {
        var user = "/gmail/v1/users/{user}";
        routes.add("GET", user + "/profile", "profile", request -> answer(request, "GetProfile", this::profile))
                .add("GET", user + "/messages", "messages", request -> answer(request, "ListMessages", this::list))
                .add(
                        "GET",
                        user + "/messages/{message}",
                        "message",
                        request -> answer(request, "GetMessage", this::get))
                .add("GET", user + "/history", "history", request -> answer(request, "ListHistory", history::list));
    }

    private Answer answer(Request request, String method, BiFunction<Request, AccessToken, Answer> how) {
        return bearer.require(request, SCOPES, "caribou.api.proto.MailboxService." + method, token -> {
            var user = request.variable("user");
            return user.equals("me") || user.equals(token.subject())
                    ? Refusal.or(() -> how.apply(request, token))
                    : GoogleErrors.forbidden("global", "forbidden", "Delegation denied for " + user);
        });
    }

    private Answer profile(Request request, AccessToken token) {
        ApiQuery.of(request.query(), Set.of(), Set.of());
        var snapshot = messages.snapshot(token.subject());
        return Answer.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("emailAddress", token.subject())
                        .put("messagesTotal", snapshot.there().size())
                        .put("threadsTotal", snapshot.there().size())
                        .put("historyId", MailHistory.id(snapshot.revision())));
    }

    /** What a page token of {@code messages.list} remembers: whose, and the key of the last message given out. */
    record MessagesPlace(String messagesOf, String after) {}

    private Answer list(Request request, AccessToken token) {
        var query = ApiQuery.of(
                        request.query(), Set.of("maxResults", "pageToken", "q", "includeSpamTrash"), Set.of("labelIds"))
                .only("q")
                .only("labelIds")
                .only("includeSpamTrash", "true", "false");
        boolean all = query.get("includeSpamTrash", "false").equals("true");
        var after = after(query, token.subject());
        var rest = messages.snapshot(token.subject()).there().stream()
                .filter(message -> all || !isPutAway(message.content()))
                .filter(message -> after.isEmpty() || key(message).compareTo(after) < 0)
                .sorted(Comparator.comparing(MailEndpoints::key).reversed())
                .toList();
        var shown = rest.subList(0, Math.min(rest.size(), query.size("maxResults", STANDARD_PAGE, LARGEST_PAGE)));
        var json = JsonNodeFactory.instance.objectNode();
        if (!shown.isEmpty()) {
            var list = json.putArray("messages");
            shown.forEach(message -> list.add(reference(message)));
        }
        if (shown.size() < rest.size()) {
            json.put("nextPageToken", Opaque.encode(new MessagesPlace(token.subject(), key(shown.getLast()))));
        }
        return Answer.json(200, json.put("resultSizeEstimate", rest.size())).outcome("full");
    }

    private static String after(ApiQuery query, String account) {
        var page = query.get("pageToken");
        return page == null
                ? ""
                : Opaque.decode(page, MessagesPlace.class)
                        .filter(place -> place.messagesOf().equals(account))
                        .orElseThrow(() -> new Refusal(
                                GoogleErrors.badRequest("global", "invalidArgument", "Invalid pageToken", "")))
                        .after();
    }

    /** The newest is the largest. */
    private static String key(Belonging message) {
        return message.text("internalDate") + " " + message.id();
    }

    private Answer get(Request request, AccessToken token) {
        var query = ApiQuery.of(request.query(), Set.of("format"), Set.of("metadataHeaders"))
                .only("format", "metadata", "full");
        boolean full = query.get("format", "full").equals("full");
        if (full && token.scopes().stream().filter(SCOPES::contains).allMatch(METADATA_ONLY::equals)) {
            return GoogleErrors.forbidden("global", "forbidden", "Metadata scope doesn't allow format FULL");
        }
        return messages.find(token.subject(), request.variable("message"))
                .map(message -> Answer.json(
                        200,
                        full
                                ? MailBody.full(metadata(message, List.of()), message)
                                : metadata(message, request.query().all("metadataHeaders"))))
                .orElseGet(GoogleErrors::notFound);
    }

    /** All headers, or those that are asked for; never the text. */
    private static ObjectNode metadata(Belonging message, List<String> wanted) {
        var json = JsonNodeFactory.instance.objectNode();
        MEMBERS.stream()
                .filter(message.content()::has)
                .forEach(member -> json.set(member, message.content().path(member)));
        var payload = message.content().path("payload");
        var headers = json.putObject("payload")
                .put("mimeType", payload.path("mimeType").asString("text/plain"))
                .putArray("headers");
        for (var header : payload.path("headers")) {
            var name = header.path("name").asString("");
            if (wanted.isEmpty() || wanted.stream().anyMatch(name::equalsIgnoreCase)) {
                headers.add(header);
            }
        }
        return json.put("sizeEstimate", message.content().path("sizeEstimate").asInt(0))
                .put("historyId", MailHistory.id(message.revision()))
                .put("internalDate", message.text("internalDate"));
    }

    static ObjectNode reference(Belonging message) {
        return JsonNodeFactory.instance.objectNode().put("id", message.id()).put("threadId", message.text("threadId"));
    }

    private static boolean isPutAway(JsonNode content) {
        for (var label : content.path("labelIds")) {
            if (label.asString("").equals("TRASH") || label.asString("").equals("SPAM")) {
                return true;
            }
        }
        return false;
    }
}
