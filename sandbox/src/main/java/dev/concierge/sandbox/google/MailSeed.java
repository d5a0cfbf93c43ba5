package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.belongings.Belongings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody's mailbox holds at the beginning: two months of messages, one in the bin, one that is spam, one without a subject. */
final class MailSeed {
    private static final int MESSAGES = 32;
    private static final Duration BETWEEN = Duration.ofHours(23);
    private static final List<String> SENDERS = List.of(
            "Mara Lind <mara.lind@meridian.example>",
            "\"Müller, Söhne & Co\" <info@mueller.example>",
            "newsletter@trains.example",
            "Trần Văn An <an.tran@home.example>",
            "Lucía Pérez <lucia@home.example>",
            "no-reply@bank.example");
    private static final List<String> SUBJECTS = List.of(
            "Angebot Nr. 4711",
            "Re: Budget for next year",
            "Your ticket to Hamburg",
            "Cuối tuần này về nhà nhé",
            "Cena el sábado",
            "<b>Important</b>: your statement is ready",
            "会議の件",
            "Fwd: photos 📷");

    private final Belongings messages;
    private final Person person;
    private final Instant now;
    private final Random random;

    MailSeed(Belongings messages, Person person, Instant now) {
        this.messages = messages;
        this.person = person;
        this.now = now;
        this.random = new Random(person.account().hashCode());
    }

    void sow() {
        for (int number = MESSAGES; number > 0; number--) {
            var message = message(pick(SUBJECTS), now.minus(BETWEEN.multipliedBy(number)));
            message.putArray("labelIds").add("INBOX").add(number < 6 ? "UNREAD" : "CATEGORY_PERSONAL");
            messages.add(person.account(), message);
        }
        put("", "INBOX");
        put("Old newsletter", "TRASH");
        put("You have won", "SPAM");
    }

    private void put(String subject, String label) {
        var message = message(subject, now.minus(BETWEEN));
        message.putArray("labelIds").add(label);
        messages.add(person.account(), message);
    }

    private ObjectNode message(String subject, Instant at) {
        var id = Randoms.hex(8);
        var message = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("threadId", id)
                .put("snippet", "Hello " + person.givenName() + ", it&#39;s about what we said &amp; more")
                .put("sizeEstimate", 1_000 + random.nextInt(60_000))
                .put("internalDate", String.valueOf(at.toEpochMilli()));
        var headers = message.putObject("payload")
                .put("mimeType", "multipart/alternative")
                .putArray("headers");
        header(headers.addObject(), "Delivered-To", person.account());
        header(headers.addObject(), "From", pick(SENDERS));
        header(headers.addObject(), "To", person.name() + " <" + person.account() + ">");
        header(headers.addObject(), "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC)));
        if (!subject.isEmpty()) {
            header(headers.addObject(), "Subject", subject);
        }
        return message;
    }

    private static void header(ObjectNode header, String name, String value) {
        header.put("name", name).put("value", value);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
