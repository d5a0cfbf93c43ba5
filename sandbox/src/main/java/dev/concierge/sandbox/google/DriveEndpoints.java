package dev.concierge.sandbox.google;

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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code files.list}, {@code changes.getStartPageToken} and {@code changes.list} of Google Drive, version 3 (field 15). A page token of changes is the
 * number of the first change that it has not told; it does not end. Files come in no useful order, and as they are when their page is read.
 */
final class DriveEndpoints {
    private static final String AUTH = "https://www.googleapis.com/auth/drive";
    static final Set<String> SCOPES = Set.of(AUTH, AUTH + ".readonly", AUTH + ".metadata.readonly");
    private static final Set<String> FILES =
            Set.of("pageSize", "pageToken", "q", "fields", "spaces", "corpora", "supportsAllDrives", "orderBy");
    private static final Set<String> CHANGES = Set.of(
            "pageSize", "pageToken", "fields", "spaces", "includeRemoved", "restrictToMyDrive", "supportsAllDrives");
    private static final String FILE_AS_IT_COMES = "kind,id,name,mimeType";
    private static final String FILES_AS_THEY_COME =
            "kind,nextPageToken,incompleteSearch,files(" + FILE_AS_IT_COMES + ")";
    private static final String CHANGES_AS_THEY_COME =
            "kind,nextPageToken,newStartPageToken,changes(kind,changeType,time,removed,fileId,file(" + FILE_AS_IT_COMES
                    + "))";
    private static final Set<String> KNOWN = Set.of(
            "kind",
            "nextPageToken",
            "newStartPageToken",
            "incompleteSearch",
            "files",
            "changes",
            "changeType",
            "time",
            "removed",
            "fileId",
            "file",
            "driveId",
            "id",
            "name",
            "mimeType",
            "description",
            "starred",
            "trashed",
            "explicitlyTrashed",
            "parents",
            "version",
            "webViewLink",
            "webContentLink",
            "iconLink",
            "createdTime",
            "modifiedTime",
            "viewedByMeTime",
            "size",
            "md5Checksum",
            "shared",
            "ownedByMe",
            "owners",
            "lastModifyingUser",
            "displayName",
            "emailAddress",
            "me",
            "shortcutDetails",
            "targetId",
            "targetMimeType",
            "fileExtension");
    private static final int STANDARD_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final Bearer bearer;
    private final Belongings files;

    DriveEndpoints(Bearer bearer, Belongings files) {
        this.bearer = bearer;
        this.files = files;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/drive/v3/files", "files", request -> answer(request, "Files.List", this::list))
                .add(
                        "GET",
                        "/drive/v3/changes/startPageToken",
                        "startPageToken",
                        request -> answer(request, "Changes.GetStartPageToken", this::startPageToken))
                .add("GET", "/drive/v3/changes", "changes", request -> answer(request, "Changes.List", this::changes));
    }

    private Answer answer(Request request, String method, BiFunction<Request, String, Answer> how) {
        return bearer.require(
                request,
                SCOPES,
                "google.apps.drive.v3." + method,
                token -> Refusal.or(() -> how.apply(request, token.subject())));
    }

    /** What a page token of {@code files.list} remembers: whose, and after which file. */
    record FilesPlace(String filesOf, String after) {}

    private Answer list(Request request, String account) {
        var query = ApiQuery.of(request.query(), FILES, Set.of())
                .only("q", "trashed=false", "trashed = false")
                .only("spaces", "drive")
                .only("corpora", "user")
                .only("orderBy");
        var mask = FieldMask.of(query.get("fields", FILES_AS_THEY_COME), KNOWN);
        boolean inBinToo = query.get("q") == null;
        var after = after(query, account);
        var rest = files.snapshot(account).there().stream()
                .filter(file -> inBinToo || !file.content().path("trashed").asBoolean(false))
                .filter(file -> file.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Belonging::id))
                .toList();
        var shown = rest.subList(0, Math.min(rest.size(), query.size("pageSize", STANDARD_PAGE, LARGEST_PAGE)));
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "drive#fileList")
                .put("incompleteSearch", false);
        if (shown.size() < rest.size()) {
            json.put(
                    "nextPageToken",
                    Opaque.encode(new FilesPlace(account, shown.getLast().id())));
        }
        var list = json.putArray("files");
        shown.forEach(file -> list.add(file.content()));
        return Answer.json(200, mask.apply(json)).outcome("full");
    }

    private static String after(ApiQuery query, String account) {
        var page = query.get("pageToken");
        return page == null
                ? ""
                : Opaque.decode(page, FilesPlace.class)
                        .filter(place -> place.filesOf().equals(account))
                        .orElseThrow(ApiQuery::wrongPlace)
                        .after();
    }

    private Answer startPageToken(Request request, String account) {
        ApiQuery.of(request.query(), Set.of("supportsAllDrives"), Set.of());
        return Answer.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "drive#startPageToken")
                        .put(
                                "startPageToken",
                                String.valueOf(files.snapshot(account).revision() + 1)));
    }

    private Answer changes(Request request, String account) {
        var query = ApiQuery.of(request.query(), CHANGES, Set.of())
                .only("spaces", "drive")
                .only("includeRemoved", "true")
                .only("restrictToMyDrive", "false");
        var mask = FieldMask.of(query.get("fields", CHANGES_AS_THEY_COME), KNOWN);
        var snapshot = files.snapshot(account);
        long from = place(query.required("pageToken"), snapshot.revision() + 1);
        var rest =
                snapshot.all().stream().filter(file -> file.revision() >= from).toList();
        var shown = rest.subList(0, Math.min(rest.size(), query.size("pageSize", STANDARD_PAGE, LARGEST_PAGE)));
        var json = JsonNodeFactory.instance.objectNode().put("kind", "drive#changeList");
        if (shown.size() < rest.size()) {
            json.put("nextPageToken", String.valueOf(shown.getLast().revision() + 1));
        } else {
            json.put("newStartPageToken", String.valueOf(snapshot.revision() + 1));
        }
        addChanges(json, shown);
        return Answer.json(200, mask.apply(json)).outcome("incremental");
    }

    private static long place(String text, long last) {
        try {
            long place = Long.parseLong(text);
            if (place >= 1 && place <= last) {
                return place;
            }
        } catch (NumberFormatException _) {
            // refused below like one that was never given out
        }
        throw ApiQuery.wrongPlace();
    }

    private static void addChanges(ObjectNode json, List<Belonging> changed) {
        var list = json.putArray("changes");
        for (var file : changed) {
            var change = list.addObject()
                    .put("kind", "drive#change")
                    .put("changeType", "file")
                    .put("time", EventJson.timestamp(file.changedAt()))
                    .put("removed", file.gone())
                    .put("fileId", file.id());
            if (!file.gone()) {
                change.set("file", file.content());
            }
        }
    }
}
