package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.belongings.Belongings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody's Drive holds at the beginning: folders, documents of Google's own kinds, uploads, one in the bin, one of somebody else's. */
final class DriveSeed {
    private static final String FOLDER = "application/vnd.google-apps.folder";
    private static final String DOCUMENT = "application/vnd.google-apps.document";
    private static final String SHEET = "application/vnd.google-apps.spreadsheet";
    private static final String PDF = "application/pdf";
    private static final List<String> FOLDERS = List.of("Projects", "Rechnungen", "Familie Trần", "Reisen");
    private static final List<String> DOCUMENTS = List.of(
            "Notes of the offsite",
            "Angebot Müller & Söhne",
            "Recetas de la abuela",
            "Đơn xin nghỉ phép",
            "<b>Draft</b> & \"plan\"",
            "会議メモ",
            "Packing list 🎒",
            "Interview questions");
    private static final List<String> SHEETS = List.of("Budget 2027", "Haushaltsbuch", "Travel costs", "Team calendar");
    private static final List<String> UPLOADS = List.of(
            "Mietvertrag.pdf",
            "Invoice 4711.pdf",
            "Steuerbescheid.pdf",
            "boarding-pass.pdf",
            "Contrat d’entretien.pdf",
            "Scan_0001.pdf");
    private static final int OLDEST_DAYS = 700;

    private final Belongings things;
    private final Person person;
    private final Instant now;
    private final Random random;

    DriveSeed(Belongings things, Person person, Instant now) {
        this.things = things;
        this.person = person;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.random = new Random(person.account().hashCode());
    }

    void sow() {
        var folders = FOLDERS.stream().map(name -> add(name, FOLDER, "root")).toList();
        DOCUMENTS.forEach(name -> add(name, DOCUMENT, pick(folders)));
        SHEETS.forEach(name -> add(name, SHEET, pick(folders)));
        UPLOADS.forEach(name -> add(name, PDF, pick(folders)));
        var shared =
                file("Shared by Mara", DOCUMENT, "root").put("ownedByMe", false).put("shared", true);
        shared.putArray("owners").add(user("Mara Lind", "mara.lind@meridian.example", false));
        things.add(person.account(), shared);
        things.add(person.account(), file("Old draft", DOCUMENT, "root").put("trashed", true));
    }

    private String add(String name, String type, String folder) {
        return things.add(person.account(), file(name, type, folder)).id();
    }

    private ObjectNode file(String name, String type, String folder) {
        var id = "1" + Randoms.base64Url(24);
        var created = now.minus(Duration.ofDays(1 + random.nextInt(OLDEST_DAYS)));
        var file = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "drive#file")
                .put("id", id)
                .put("name", name)
                .put("mimeType", type)
                .put("starred", false)
                .put("trashed", false)
                .put("shared", false)
                .put("ownedByMe", true)
                .put("createdTime", EventJson.timestamp(created))
                .put("modifiedTime", EventJson.timestamp(created.plusSeconds(random.nextInt(86_000))))
                .put("webViewLink", "https://drive.google.com/file/d/" + id + "/view?usp=drivesdk");
        file.putArray("parents").add(folder);
        file.putArray("owners").add(user(person.name(), person.account(), true));
        file.set("lastModifyingUser", user(person.name(), person.account(), true));
        if (type.equals(PDF)) {
            file.put("size", String.valueOf(20_000 + random.nextInt(4_000_000))).put("md5Checksum", Randoms.hex(16));
        }
        return file;
    }

    private static ObjectNode user(String name, String address, boolean me) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "drive#user")
                .put("displayName", name)
                .put("emailAddress", address)
                .put("me", me);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
