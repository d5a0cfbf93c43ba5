package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The delta queries of files, mail folders and messages (field 15). A token that is too old is 410, in the words of its service; one that nobody gave is
 * the caller's mistake.
 */
final class GraphFeeds {
    private static final Set<String> FILES =
            Set.of("Files.Read", "Files.ReadWrite", "Files.Read.All", "Files.ReadWrite.All");
    private static final Set<String> MAIL = Set.of("Mail.Read", "Mail.ReadWrite");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern PAGE_SIZE =
            Pattern.compile("(?:^|[ ,])odata\\.maxpagesize=([1-9][0-9]{0,3})(?:$|[ ,])");
    private static final int USUAL_FILES = 200;
    private static final int USUAL_OUTLOOK = 10;

    private final Bearer bearer;
    private final Things things;
    private final People people;
    private final GraphErrors errors;
    private final DeltaQuery delta;
    private final String base;

    /** @param base Graph's address with its version */
    GraphFeeds(Bearer bearer, Things things, People people, GraphErrors errors, DeltaQuery delta, String base) {
        this.bearer = bearer;
        this.things = things;
        this.people = people;
        this.errors = errors;
        this.delta = delta;
        this.base = base;
    }

    /** {@code token=latest} begins with what changes from now on. */
    Answer files(Request request) {
        return bearer.require(request, FILES, "driveItem.delta", token -> {
            var query = request.query();
            var path = "/me/drive/root/delta";
            var fields = query.get("$select", "");
            var text = DeltaQuery.Names.DRIVE.in(query);
            if (text.equals("latest")) {
                var latest = delta.latest(scope(path, token), fields, things.revision(token.subject()));
                return page(token, GraphThings.FILES, _ -> true, latest, DeltaQuery.Names.DRIVE, path, top(query));
            }
            var place = delta.place(text, scope(path, token), fields).orElse(null);
            if (place == null) {
                return errors.badRequest("The provided token is malformed.");
            }
            return delta.tooOld(place)
                    ? errors.resyncRequired(base + path)
                    : page(token, GraphThings.FILES, _ -> true, place, DeltaQuery.Names.DRIVE, path, top(query));
        });
    }

    Answer folders(Request request) {
        return mail(request, GraphThings.FOLDERS, _ -> true, "/me/mailFolders/delta");
    }

    Answer messages(Request request) {
        var folder = request.variable("folder");
        var path = "/me/mailFolders/" + Parameters.encode(folder) + "/messages/delta";
        return mail(
                request, GraphThings.MESSAGES, each -> GraphThings.folder(each).equals(folder), path);
    }

    private Answer mail(Request request, String kind, Predicate<Thing> wanted, String path) {
        return bearer.require(request, MAIL, kind + ".delta", token -> {
            if (MicrosoftAccount.of(people.get(token.subject())).mail() == null) {
                return errors.noMailbox();
            }
            if (kind.equals(GraphThings.MESSAGES) && !hasFolder(token, request.variable("folder"))) {
                return errors.itemNotFound();
            }
            var query = request.query();
            var place = delta.place(DeltaQuery.Names.OUTLOOK.in(query), scope(path, token), query.get("$select", ""))
                    .orElse(null);
            if (place == null) {
                return errors.badRequest("Badly formed token.");
            }
            return delta.tooOld(place)
                    ? errors.syncStateNotFound()
                    : page(token, kind, wanted, place, DeltaQuery.Names.OUTLOOK, path, outlookSize(request));
        });
    }

    private boolean hasFolder(AccessToken token, String folder) {
        return things.find(token.subject(), GraphThings.FOLDERS, folder).isPresent();
    }

    private Answer page(
            AccessToken token,
            String kind,
            Predicate<Thing> wanted,
            DeltaToken place,
            DeltaQuery.Names names,
            String path,
            int size) {
        var entries = things.all(token.subject(), kind).stream()
                .filter(wanted)
                .map(GraphThings::entry)
                .toList();
        return delta.page(place, names, base + path, things.revision(token.subject()), entries, size);
    }

    private static String scope(String path, AccessToken token) {
        return path + " " + token.subject();
    }

    private static int top(Parameters query) {
        var text = query.get("$top", "");
        return NUMBER.matcher(text).matches() ? Math.min(Integer.parseInt(text), USUAL_FILES) : USUAL_FILES;
    }

    static int outlookSize(Request request) {
        var wanted = PAGE_SIZE.matcher(request.header("Prefer").orElse(""));
        return wanted.find() ? Integer.parseInt(wanted.group(1)) : USUAL_OUTLOOK;
    }
}
