package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

@Component
@ConditionalOnWebApplication
class SecurityMenu implements MenuContributor {
    private static final int ORDER = 800;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(ORDER, "/security", "Security", "shield", MenuEntry.Place.MORE));
    }
}
