package dev.concierge.server.support;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Outbox;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** The mailboxes of a server without lanes and without SMTP: what waits is made, and read as whoever sits at the machine would. */
public final class KeptMail {
    private final TestServer server;

    public KeptMail(TestServer server) {
        this.server = server;
    }

    /** All to an address, the newest first. */
    public List<Letter> to(String address) {
        server.bean(JobRunner.class).runDue(Lane.MAIL);
        return server.bean(Outbox.class).newest().stream()
                .filter(mail -> mail.to().equals(address))
                .map(Outbox.Kept::letter)
                .toList();
    }

    /** The subjects of all to an address, the newest first. */
    public List<String> subjects(String address) {
        return to(address).stream().map(Letter::subject).toList();
    }

    /** The path of the newest link to an address that leads below a path. */
    public String link(String address, String below) {
        return to(address).stream()
                .map(Letter::link)
                .filter(Objects::nonNull)
                .map(Letter.Link::url)
                .map(URI::getPath)
                .filter(path -> path.startsWith(below))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mail to " + address + " leads to " + below));
    }
}
