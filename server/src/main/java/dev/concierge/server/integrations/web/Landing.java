package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.integrations.ConnectOutcome;
import dev.concierge.server.integrations.TripRefused;
import java.util.Optional;
import org.springframework.web.util.UriComponentsBuilder;

/** Where a browser goes after a trip: a clean path, so that no code stays in an address. */
final class Landing {
    private Landing() {}

    /** The view name of the 303. */
    static String of(ConnectOutcome outcome) {
        return "redirect:"
                + switch (outcome) {
                    case ConnectOutcome.Connected(var id, boolean first) ->
                        page("/integrations/" + id, first ? "connected" : "renewed");
                    case ConnectOutcome.Choose(var id) -> "/integrations/choices/" + id;
                    case ConnectOutcome.Denied(var denied) -> page("/integrations", "denied-" + denied);
                };
    }

    /** The view name of the 303 of a trip that brought nothing. */
    static String of(TripRefused refused) {
        return "redirect:" + path(refused);
    }

    /** Where a trip that brought nothing ends. */
    static String path(TripRefused refused) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(RefusedPage.PATH)
                .queryParam("provider", refused.told().provider().id())
                .queryParam("why", refused.refusal().word())
                .queryParamIfPresent(
                        "said", Optional.ofNullable(refused.told().words()).map(ErrorWords::word));
        refused.told().scopes().forEach(scope -> address.queryParam("scope", scope.name()));
        return address.encode().build().toUriString();
    }

    private static String page(String path, String news) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam("news", news)
                .build()
                .toUriString();
    }
}
