package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.things.Things;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody has at Microsoft beside a calendar at the beginning, the same for the same account. */
final class GraphSeed {
    private static final List<String> FILES = List.of(
            "Budget 2026.xlsx",
            "Präsentation Vorstand.pptx",
            "Lời mời họp.docx",
            "<b>Plan</b> & Skizze.pdf",
            "Foto 🏔.jpg",
            "Contract (signed).pdf");
    private static final List<String> SUBJECTS = List.of(
            "Re: Budget",
            "Einladung: Sommerfest",
            "Hóa đơn tháng 11",
            "<script>alert('x')</script>",
            "Your parcel is on its way 📦",
            "Minutes of the meeting");
    private static final List<String> FOLDERS = List.of("Inbox", "Sent Items", "Projects");
    private static final int AT_WORK = 240;
    private static final int AT_HOME = 20;

    private final People people;
    private final Clock clock;

    GraphSeed(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    void sow(Things things, String account) {
        people.find(account).ifPresent(person -> sow(things, person));
    }

    private void sow(Things things, Person person) {
        int many = person.hostedDomain() == null ? AT_HOME : AT_WORK;
        var root = object().put("name", "root");
        root.putObject("root");
        root.putObject("folder").put("childCount", many);
        things.add(person.account(), GraphThings.FILES, root, daysAgo(400));
        for (int i = 0; i < many; i++) {
            things.add(person.account(), GraphThings.FILES, file(i, person), daysAgo(300 - i));
        }
        var folders = FOLDERS.stream()
                .map(name -> things.add(
                        person.account(), GraphThings.FOLDERS, object().put("displayName", name), daysAgo(400)))
                .toList();
        for (int i = 0; i < many; i++) {
            var folder = folders.get(i % 2).id();
            things.add(person.account(), GraphThings.MESSAGES, message(i, person, folder), daysAgo(250 - i));
        }
    }

    private static ObjectNode file(int index, Person person) {
        var file = object().put("name", (index + 1) + " " + FILES.get(index % FILES.size()))
                .put("size", 1_000 + index);
        file.putObject("file").put("mimeType", "application/octet-stream");
        file.putObject("createdBy").putObject("user").put("displayName", person.name());
        return file;
    }

    private static ObjectNode message(int index, Person person, String folder) {
        var message = object().put("subject", SUBJECTS.get(index % SUBJECTS.size()) + " (" + (index + 1) + ")")
                .put("bodyPreview", "Hello, this is message " + (index + 1) + ".")
                .put("parentFolderId", folder)
                .put("isRead", index % 3 == 0);
        address(message.putObject("from"), "Mara Lind", "mara.lind@meridian.example");
        address(message.putArray("toRecipients").addObject(), person.name(), person.account());
        return message;
    }

    private static void address(ObjectNode whom, String name, String address) {
        whom.putObject("emailAddress").put("name", name).put("address", address);
    }

    private Instant daysAgo(long days) {
        return clock.instant().minus(Duration.ofDays(Math.max(days, 1)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
