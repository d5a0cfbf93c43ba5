package dev.concierge.server.vault.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class AdminKeysMenu implements MenuContributor {
    private static final int ORDER = 1200;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.DATA_KEYS.allows(person.role())
                ? List.of(new MenuEntry(ORDER, AdminKeysPage.PAGE, "Keys", "key", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
