package dev.concierge.server.sync.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Who wrote to whom about what in a person's Gmail, and how each message begins; what stands in it only where the person asks for it, attachments never. The
 * place in the history is remembered first ({@code getProfile}), then all messages are listed ({@code messages.list}, the newest first) and read one by one
 * ({@code messages.get}, {@code format=metadata} or {@code full}), and from then on those that came or changed ({@code history.list}). A history that Google keeps no more
 * is answered by 404. A list tells ids only, so a page takes as many calls as it has messages; pages are small.
 */
@Component
class GoogleMailMessagesStream implements Stream<Cursor> {
    private static final String SCOPE = "https://www.googleapis.com/auth/gmail";
    private static final StreamDescription DESCRIPTION = new StreamDescription(
                    "google.mail.messages",
                    "Mail",
                    Kind.MESSAGE,
                    "google",
                    "gmail",
                    Set.of(SCOPE + ".readonly", SCOPE + ".metadata", SCOPE + ".modify", "https://mail.google.com/"),
                    Duration.ofMinutes(15))
            .offeringBodies(Set.of(SCOPE + ".readonly", SCOPE + ".modify", "https://mail.google.com/"));
    private static final int PAGE = 25;
    /** Gmail counts 20 of a person's 6,000 units a minute for reading a message: 300 reads, where the catalog lets 600 calls through. */
    private static final int COST_OF_A_MESSAGE = 2;

    private final ApiErrors errors = new GmailApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<Cursor> checkpointType() {
        return Cursor.class;
    }

    @Override
    public Cursor start() {
        return Cursor.START;
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<Cursor> fetchPage(Api api, Cursor cursor) {
        if (cursor.feed() != null) {
            return history(api, cursor, cursor.feed());
        }
        return cursor.coming() == null ? place(api, cursor) : list(api, cursor);
    }

    private static FetchOutcome<Cursor> place(Api api, Cursor cursor) {
        return switch (api.ask(ApiRequest.of("/users/me/profile").build())) {
            case ApiOutcome.Answered answered -> {
                String place = answered.body().path("historyId").asString("");
                yield place.isEmpty() ? garbage() : FetchOutcome.Page.moved(cursor.remembering(place));
            }
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<Cursor> list(Api api, Cursor cursor) {
        ApiRequest request = ApiRequest.of("/users/me/messages")
                .with("maxResults", PAGE)
                .withIf("pageToken", cursor.page())
                .build();
        return switch (api.ask(request)) {
            case ApiOutcome.Answered answered -> listed(api, cursor, answered.body());
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    /** An empty list has no member {@code messages}. */
    private static FetchOutcome<Cursor> listed(Api api, Cursor cursor, JsonNode body) {
        JsonNode messages = body.path("messages");
        boolean empty =
                messages.isMissingNode() && body.path("resultSizeEstimate").isNumber();
        if (!messages.isArray() && !empty) {
            return garbage();
        }
        List<Item> items = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode message : messages) {
            String id = message.path("id").asString("");
            if (id.isEmpty()) {
                items.add(new Item.Malformed("", "", message, "id_missing"));
            } else if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        String nextPage = body.path("nextPageToken").asString("");
        return read(api, ids, items, all -> cursor.page(all, nextPage, api.now()));
    }

    private static FetchOutcome<Cursor> history(Api api, Cursor cursor, String feed) {
        ApiRequest.Builder request = ApiRequest.of("/users/me/history")
                .with("startHistoryId", feed)
                .with("maxResults", PAGE)
                .withIf("pageToken", cursor.page());
        GmailHistory.TYPES.forEach(type -> request.with("historyTypes", type));
        return switch (api.ask(request.build())) {
            case ApiOutcome.Answered answered -> changed(api, cursor, answered.body());
            case ApiOutcome.Missing() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(Cursor.START);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<Cursor> changed(Api api, Cursor cursor, JsonNode body) {
        String nextPage = body.path("nextPageToken").asString("");
        String nextPlace = body.path("historyId").asString("");
        JsonNode records = body.path("history");
        boolean readable = records.isMissingNode() || records.isArray();
        if (nextPlace.isEmpty() || !readable) {
            return garbage();
        }
        GmailHistory history = GmailHistory.of(records);
        List<Item> items = new ArrayList<>();
        history.gone().forEach(id -> items.add(new Item.Gone("", id)));
        return read(
                api,
                history.changed(),
                items,
                all -> nextPage.isEmpty()
                        ? cursor.last(all, nextPlace, api.now())
                        : cursor.more(all, nextPage, api.now()));
    }

    /** Reads each of the messages; one that is not there any more is gone. */
    private static FetchOutcome<Cursor> read(
            Api api, Collection<String> ids, List<Item> items, Function<List<Item>, FetchOutcome.Page<Cursor>> page) {
        for (String id : ids) {
            switch (api.ask(message(id, api.readsBodies()))) {
                case ApiOutcome.Answered answered ->
                    items.add(GmailMessages.item(id, answered.body(), api.readsBodies()));
                case ApiOutcome.Missing() -> items.add(new Item.Gone("", id));
                case ApiOutcome other -> {
                    return other.interrupted();
                }
            }
        }
        return page.apply(items);
    }

    private static ApiRequest message(String id, boolean body) {
        ApiRequest.Builder request =
                ApiRequest.of("/users/me/messages/{id}", id).costs(COST_OF_A_MESSAGE);
        if (body) {
            return request.with("format", "full").build();
        }
        GmailMessages.HEADERS.forEach(name -> request.with("metadataHeaders", name));
        return request.with("format", "metadata").build();
    }

    private static FetchOutcome<Cursor> garbage() {
        return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
    }
}
