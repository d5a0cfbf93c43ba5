package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Choice;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.TripRefusal;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Says why a trip brought nothing. Whoever comes back may be signed out, so it is open to all; its address carries words of fixed lists, never text. */
@Controller
class RefusedPage {
    static final String PATH = "/connect/refused";

    private final Catalog catalog;

    RefusedPage(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping(PATH)
    ModelAndView refused(
            @RequestParam(defaultValue = "") String provider,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(required = false) @Nullable String said,
            @RequestParam(name = "scope", defaultValue = "") List<String> scopes) {
        TripRefusal refusal = TripRefusal.of(why)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address."));
        Provider known = catalog.require(provider);
        ProblemException problem = refusal.problem(new TripRefusal.Told(
                known,
                ErrorWords.of(said).orElse(null),
                scopes.stream().flatMap(scope -> known.scope(scope).stream()).toList()));
        Choice choice = known.choice();
        if (choice == null || problem.type() != ProblemType.NOTHING_TO_CONNECT) {
            throw problem;
        }
        NothingView view = new NothingView(Departure.mark(known), choice.one(), problem.detail(), choice.make());
        ModelAndView page = new ModelAndView("integrations/nothing", "view", view);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }
}
