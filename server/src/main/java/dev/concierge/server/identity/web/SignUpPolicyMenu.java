package dev.concierge.server.identity.web;

import dev.concierge.server.web.Caller;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Permission;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The page of the sign-up policy, for administrators. */
@Component
@ConditionalOnWebApplication
class SignUpPolicyMenu implements MenuContributor {
    private static final int ORDER = 1590;

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return Permission.SET_SIGN_UP.allows(person.role())
                ? List.of(new MenuEntry(
                        ORDER, SignUpPolicyPages.PAGE, "Sign-up", "person", MenuEntry.Place.ADMINISTRATION))
                : List.of();
    }
}
