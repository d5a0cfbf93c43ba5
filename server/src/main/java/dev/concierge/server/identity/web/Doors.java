package dev.concierge.server.identity.web;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.ProviderSignInStart;
import dev.concierge.server.web.Mark;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The providers one can sign in with, as buttons. */
@Component
@ConditionalOnWebApplication
class Doors {
    private final ProviderSignInStart start;

    Doors(ProviderSignInStart start) {
        this.start = start;
    }

    List<Door> all() {
        return start.offered().stream().map(Doors::door).toList();
    }

    static Door door(Provider provider) {
        return new Door(provider.id(), new Mark(provider.name(), provider.mark()));
    }
}
