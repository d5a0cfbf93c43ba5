package dev.concierge.server.mail.web;

import dev.concierge.server.mail.Outbox;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.ClientAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/**
 * {@code /outbox}: the mails of a demo, for whoever sits at its machine, signed in or not, because a forgotten password is mended without signing in.
 * Anywhere else, and for anybody from elsewhere, there is no such page.
 */
@Controller
class OutboxPages {
    private final Outbox outbox;
    private final ClientAddresses addresses;

    OutboxPages(Outbox outbox, ClientAddresses addresses) {
        this.outbox = outbox;
        this.addresses = addresses;
    }

    @GetMapping("/outbox")
    ModelAndView list(HttpServletRequest request) {
        check(request);
        return new ModelAndView("mail/outbox", "view", new OutboxView(outbox.newest(), null));
    }

    @GetMapping("/outbox/{id}")
    ModelAndView one(@PathVariable UUID id, HttpServletRequest request) {
        check(request);
        Outbox.Kept mail = outbox.find(id).orElseThrow(OutboxPages::nothing);
        return new ModelAndView("mail/outbox", "view", new OutboxView(outbox.newest(), mail));
    }

    private void check(HttpServletRequest request) {
        if (!outbox.isOpen() || !addresses.of(request).address().isLoopbackAddress()) {
            throw nothing();
        }
    }

    private static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such mail here.");
    }
}
