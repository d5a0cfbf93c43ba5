package dev.concierge.server.sync.streams;

import dev.concierge.server.sync.streams.MicrosoftMailCheckpoint.Folder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The messages of all folders of somebody's Outlook mail ({@code mailFolders/delta}, {@code mailFolders/{id}/messages/delta}): who, when, subject and the
 * beginning that Outlook shows in its lists. What else stands in a message is not read, nor are attachments.
 */
@Component
class MicrosoftMessagesStream implements Stream<MicrosoftMailCheckpoint>, Watched<MicrosoftMailCheckpoint> {
    private static final String FOLDERS = "/me/mailFolders/delta";
    private static final String MESSAGES = "/me/mailFolders/{id}/messages/delta";

    /** Of all folders at once. */
    private static final List<String> WATCHED = List.of("/me/messages");

    private static final String FIELDS = String.join(
            ",",
            "subject",
            "from",
            "toRecipients",
            "ccRecipients",
            "receivedDateTime",
            "lastModifiedDateTime",
            "bodyPreview",
            "webLink",
            "isRead",
            "isDraft",
            "hasAttachments",
            "importance",
            "conversationId");
    private static final StreamDescription DESCRIPTION = new StreamDescription(
            "microsoft.graph.messages",
            "Mail",
            Kind.MESSAGE,
            "microsoft",
            "graph",
            Set.of("Mail.Read", "Mail.ReadWrite"),
            Duration.ofMinutes(15));
    private static final String PREFER = GraphPage.prefer(100);

    private final ApiErrors errors = new GraphApiErrors();

    @Override
    public StreamDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Class<MicrosoftMailCheckpoint> checkpointType() {
        return MicrosoftMailCheckpoint.class;
    }

    @Override
    public MicrosoftMailCheckpoint start() {
        return MicrosoftMailCheckpoint.atList(List.of());
    }

    @Override
    public ApiErrors errors() {
        return errors;
    }

    @Override
    public FetchOutcome<MicrosoftMailCheckpoint> fetchPage(Api api, MicrosoftMailCheckpoint checkpoint) {
        return checkpoint.listing() ? list(api, checkpoint) : messages(api, checkpoint);
    }

    /** The whole list each time: it is short, and says what is not there any more. */
    private static FetchOutcome<MicrosoftMailCheckpoint> list(Api api, MicrosoftMailCheckpoint checkpoint) {
        String page = checkpoint.page();
        ApiRequest.Builder request = page == null
                ? ApiRequest.of(FOLDERS).with("$select", "displayName")
                : ApiRequest.exactly(FOLDERS, page);
        return switch (api.ask(request.header("Prefer", PREFER).build())) {
            case ApiOutcome.Answered answered -> listPage(api, checkpoint, answered);
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(MicrosoftMailCheckpoint.atList(checkpoint.folders()));
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<MicrosoftMailCheckpoint> listPage(
            Api api, MicrosoftMailCheckpoint checkpoint, ApiOutcome.Answered answered) {
        GraphPage page = GraphPage.read(api, answered).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        List<Folder> soFar = new ArrayList<>(checkpoint.listed() == null ? List.of() : checkpoint.listed());
        for (JsonNode folder : page.value()) {
            String id = folder.path("id").asString("");
            if (!id.isEmpty()
                    && !folder.hasNonNull("@removed")
                    && soFar.stream().noneMatch(each -> each.id().equals(id))) {
                soFar.add(new Folder(id, folder.path("displayName").asString(""), null));
            }
        }
        if (page.next() != null) {
            return FetchOutcome.Page.moved(checkpoint.moreListed(soFar, page.next()));
        }
        // Every mailbox has folders; taking an empty list at its word would delete all that is stored.
        return soFar.isEmpty() ? new FetchOutcome.Interrupted<>(ApiOutcome.garbage()) : listed(checkpoint, soFar);
    }

    /** The list is whole: folders known before go on from where they were, and what is no longer listed is gone. */
    private static FetchOutcome<MicrosoftMailCheckpoint> listed(MicrosoftMailCheckpoint checkpoint, List<Folder> all) {
        List<Folder> known = all.stream()
                .map(folder -> folder.from(
                        checkpoint.folder(folder.id()).map(Folder::feed).orElse(null)))
                .toList();
        Set<String> gone = checkpoint.folders().stream().map(Folder::id).collect(Collectors.toSet());
        all.forEach(folder -> gone.remove(folder.id()));
        return new FetchOutcome.Page<>(
                List.of(), new Passing.Changes(), gone, MicrosoftMailCheckpoint.reading(known, 0), false);
    }

    private static FetchOutcome<MicrosoftMailCheckpoint> messages(Api api, MicrosoftMailCheckpoint checkpoint) {
        Folder folder = checkpoint.current();
        String place = checkpoint.page() == null ? folder.feed() : checkpoint.page();
        ApiRequest.Builder request = place == null
                ? ApiRequest.of(MESSAGES, folder.id()).with("$select", FIELDS)
                : ApiRequest.exactly(MESSAGES, place);
        return switch (api.ask(request.header("Prefer", PREFER).build())) {
            case ApiOutcome.Answered answered -> messagesPage(api, checkpoint, folder, answered);
            case ApiOutcome.TooOld() -> new FetchOutcome.TooOld<>(checkpoint.page(folder.from(null), null));
            case ApiOutcome.Missing() -> without(checkpoint, folder);
            case ApiOutcome other -> other.interrupted();
        };
    }

    private static FetchOutcome<MicrosoftMailCheckpoint> messagesPage(
            Api api, MicrosoftMailCheckpoint checkpoint, Folder folder, ApiOutcome.Answered answered) {
        GraphPage page = GraphPage.read(api, answered).orElse(null);
        if (page == null) {
            return new FetchOutcome.Interrupted<>(ApiOutcome.garbage());
        }
        boolean ends = page.next() == null;
        Passing passing = folder.feed() == null
                ? new Passing.Everything(folder.id(), checkpoint.begins(), ends)
                : new Passing.Changes();
        MicrosoftMailCheckpoint next =
                ends ? checkpoint.following(folder.from(page.delta())) : checkpoint.page(folder, page.next());
        return new FetchOutcome.Page<>(
                GraphItems.messages(folder.id(), page.value()), passing, Set.of(), next, ends && next.listing());
    }

    private static FetchOutcome<MicrosoftMailCheckpoint> without(MicrosoftMailCheckpoint checkpoint, Folder folder) {
        MicrosoftMailCheckpoint next = checkpoint.withoutCurrent();
        return new FetchOutcome.Page<>(List.of(), new Passing.Changes(), Set.of(folder.id()), next, next.listing());
    }

    @Override
    public List<String> watched(MicrosoftMailCheckpoint checkpoint) {
        return WATCHED;
    }
}
