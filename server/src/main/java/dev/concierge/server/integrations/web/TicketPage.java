package dev.concierge.server.integrations.web;

import dev.concierge.server.authorization.Started;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.ScopeClass;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.ConnectTicket;
import dev.concierge.server.integrations.ConnectTickets;
import dev.concierge.server.integrations.Departing;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddresses;
import dev.concierge.server.web.ReturnCookie;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /connect/{ticket}}: a program asks the signed-in person to connect. Reading burns nothing; the button takes the ticket. */
@Controller
@RequestMapping("/connect/{ticket:[A-Za-z0-9_-]{43}}")
class TicketPage {
    private final ConnectTickets tickets;
    private final Catalog catalog;
    private final BrowserCookie browsers;
    private final ClientAddresses addresses;
    private final ReturnCookie returns;

    TicketPage(
            ConnectTickets tickets,
            Catalog catalog,
            BrowserCookie browsers,
            ClientAddresses addresses,
            ReturnCookie returns) {
        this.browsers = browsers;
        this.addresses = addresses;
        this.returns = returns;
        this.tickets = tickets;
        this.catalog = catalog;
    }

    @GetMapping
    ModelAndView show(Caller.Person person, @PathVariable String ticket, HttpServletResponse response) {
        Secret secret = Secret.of(ticket);
        UUID owner = tickets.accountOf(secret).orElseThrow(TicketPage::gone);
        if (!owner.equals(person.accountId())) {
            returns.hide(response, ReturnPath.of("/connect/" + ticket));
            return new ModelAndView("integrations/ticket", "view", otherPerson(person));
        }
        ConnectTicket found = tickets.look(person, secret).orElseThrow(TicketPage::gone);
        return new ModelAndView("integrations/ticket", "view", view(person, found));
    }

    @PostMapping
    Object begin(
            Caller.Person person,
            @PathVariable String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        Secret secret = Secret.of(ticket);
        ConnectTicket found = tickets.look(person, secret).orElseThrow(TicketPage::gone);
        Started started = tickets.take(person, departing(request, response), secret);
        return Departure.to(started, catalog.require(found.provider()), request);
    }

    private TicketView view(Caller.Person person, ConnectTicket ticket) {
        Provider provider = catalog.require(ticket.provider());
        List<TicketView.Asked> asked = ticket.scopes().stream()
                .flatMap(name -> provider.scope(name).stream())
                .map(scope -> new TicketView.Asked(
                        scope.title(), scope.description(), scope.scopeClass() == ScopeClass.IDENTITY))
                .toList();
        return new TicketView(
                TicketView.Situation.READY,
                ticket.askedBy(),
                person.words(),
                Departure.mark(provider),
                asked,
                ticket.expiresAt());
    }

    /** Somebody else is signed in: the page says so and shows nothing of what was asked; whoever signs in next comes back here. */
    private static TicketView otherPerson(Caller.Person person) {
        return new TicketView(
                TicketView.Situation.OTHER_PERSON,
                "",
                person.name(),
                new dev.concierge.server.web.Mark("", null),
                List.of(),
                Instant.EPOCH);
    }

    private static ProblemException gone() {
        return new ProblemException(
                ProblemType.FLOW_REFUSED,
                "This link was used already or is older than ten minutes. Ask the program for a new one.");
    }

    private Departing departing(HttpServletRequest request, HttpServletResponse response) {
        return new Departing(browsers.ensure(request, response), addresses.of(request));
    }
}
