package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.AddressProof;
import dev.concierge.server.identity.DepartureWork;
import dev.concierge.server.identity.Departures;
import dev.concierge.server.identity.LeavingSession;
import dev.concierge.server.identity.OwnCounts;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.ReturnPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Deleting one's account: the question, the fourteen days in which it can be kept, and the receipt. */
@Controller
class LeavingPages {
    private static final String DELETE = "/profile/delete";
    private static final String LEAVING = "/leaving";
    private static final String KEEP = "/link/keep";
    private static final String RECEIPT = "/link/receipt";

    private final Departures departures;
    private final DepartureWork work;
    private final OwnCounts counts;
    private final AddressProof proof;
    private final Confirmations confirmations;
    private final SessionCookie cookie;
    private final Visitors visitors;
    private final Clock clock;

    LeavingPages(
            Departures departures,
            DepartureWork work,
            OwnCounts counts,
            AddressProof proof,
            Confirmations confirmations,
            SessionCookie cookie,
            Visitors visitors,
            Clock clock) {
        this.departures = departures;
        this.work = work;
        this.counts = counts;
        this.proof = proof;
        this.confirmations = confirmations;
        this.cookie = cookie;
        this.visitors = visitors;
        this.clock = clock;
    }

    @GetMapping(DELETE)
    ModelAndView question(Caller.Person person) {
        List<String> goes =
                counts.all(person.accountId()).stream().map(OwnCounts::words).toList();
        return new ModelAndView(
                "identity/delete",
                "view",
                new DeleteView(
                        goes, clock.instant().plus(Departures.GRACE), proof.mailOffered() ? person.email() : null));
    }

    @PostMapping(DELETE)
    ModelAndView delete(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Delete my account", DELETE, ProfilePages.PAGE),
                person,
                password,
                request,
                response,
                () -> switch (departures.ask(person, visitors.of(request))) {
                    case LEAVING, OVER -> {
                        cookie.clear(response);
                        yield new ModelAndView(new Redirect(After.LEAVING.loginPath(ReturnPath.HOME)));
                    }
                    case LAST_ADMINISTRATOR -> throw lastAdministrator();
                });
    }

    static ProblemException lastAdministrator() {
        return new ProblemException(
                ProblemType.CONFLICT,
                "You are the last administrator here. Make somebody else one first; then you can go.");
    }

    /** Whoever is signed in to an account that stays is led on. */
    @GetMapping(LEAVING)
    ModelAndView leaving(HttpServletRequest request) {
        Optional<LeavingSession> session = LeavingSession.of(request);
        Optional<Instant> due = session.flatMap(departures::dueAt);
        return due.isEmpty()
                ? new ModelAndView(new Redirect("/"))
                : new ModelAndView(
                        "identity/leaving",
                        "view",
                        new LeavingView(session.get().person().name(), due.get()));
    }

    @PostMapping(LEAVING + "/keep")
    ModelAndView keep(HttpServletRequest request) {
        LeavingSession.of(request).ifPresent(session -> departures.keep(session, visitors.of(request)));
        return new ModelAndView(new Redirect("/"));
    }

    @GetMapping(KEEP + LinkPages.TOKEN)
    ModelAndView keepForm(@PathVariable String token, HttpServletResponse response) {
        return departures.peek(Secret.of(token)).isPresent()
                ? page(new LinkView(
                        "Keep your account?",
                        List.of(
                                "It is not deleted then, and what you connected goes on as before.",
                                "You sign in afterwards. API keys that you had do not come back."),
                        true,
                        LinkView.Form.press("Keep my account"),
                        List.of(Action.link("Leave it", "/"))))
                : over(response);
    }

    @PostMapping(KEEP + LinkPages.TOKEN)
    ModelAndView keep(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        return departures.keep(Secret.of(token), visitors.of(request))
                ? new ModelAndView(new Redirect(After.KEPT.loginPath(ReturnPath.HOME)))
                : over(response);
    }

    @GetMapping(RECEIPT + LinkPages.TOKEN)
    ModelAndView receipt(@PathVariable String token, HttpServletResponse response) {
        return work.receipt(Secret.of(token))
                .map(receipt -> new ModelAndView("identity/departed", "view", new DepartedView(receipt)))
                .orElseGet(() -> {
                    response.setStatus(HttpStatus.BAD_REQUEST.value());
                    return page(
                            LinkView.over("What it showed is kept for a year.", Action.link("Open Concierge", "/")));
                });
    }

    private static ModelAndView over(HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(LinkView.over(
                "It worked once, for 14 days. The account was kept already, or it is gone.",
                Action.link("Sign in", "/login")));
    }

    private static ModelAndView page(LinkView view) {
        return new ModelAndView("identity/link", "view", view);
    }
}
