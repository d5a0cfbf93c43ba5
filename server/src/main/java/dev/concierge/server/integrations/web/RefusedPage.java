package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.integrations.TripRefusal;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Says why a trip brought nothing. Whoever comes back may be signed out, so it is open to all; its address carries words of fixed lists, never text. */
@Controller
class RefusedPage {
    static final String PATH = "/connect/refused";

    private final Catalog catalog;

    RefusedPage(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping(PATH)
    String refused(
            @RequestParam(defaultValue = "") String provider,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(required = false) @Nullable String said) {
        TripRefusal refusal = TripRefusal.of(why)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address."));
        throw refusal.problem(catalog.require(provider), ErrorWords.of(said).orElse(null));
    }
}
