package dev.concierge.server.identity.web;

import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.NewApiKey;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.ServiceAccount;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Role;
import dev.concierge.server.web.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Makes the views of {@link ServicesPages}. */
@Component
@ConditionalOnWebApplication
class ServiceViews {
    private final SecurityViews security;

    ServiceViews(SecurityViews security) {
        this.security = security;
    }

    ServicesView list(List<ServiceAccount> accounts, ServicesView.Form form) {
        return new ServicesView(
                accounts.stream()
                        .map(account ->
                                new ServicesView.Row(account.id(), account.name(), text(account), badge(account)))
                        .toList(),
                form);
    }

    ServiceView page(Caller.Person person, ServiceAccount account, List<ApiKey> keys) {
        return view(account, keys, null, security.form(person, SecurityViews.usual(), null, null), null);
    }

    ServiceView withNewKey(Caller.Person person, ServiceAccount account, List<ApiKey> keys, NewApiKey made) {
        SecurityView.KeyForm form = security.form(person, SecurityViews.usual(), null, null);
        return view(account, keys, security.shown(made), form, null);
    }

    ServiceView refused(
            Caller.Person person,
            ServiceAccount account,
            List<ApiKey> keys,
            KeyRequest sent,
            NewKeyOutcome.@Nullable Unfit unfit,
            @Nullable String passwordError) {
        return view(account, keys, null, security.form(person, sent, unfit, passwordError), null);
    }

    ServiceView notDeleted(Caller.Person person, ServiceAccount account, List<ApiKey> keys, String error) {
        return view(account, keys, null, security.form(person, SecurityViews.usual(), null, null), error);
    }

    private ServiceView view(
            ServiceAccount account,
            List<ApiKey> keys,
            SecurityView.@Nullable NewKey newKey,
            SecurityView.KeyForm form,
            @Nullable String deleteError) {
        return new ServiceView(
                account.id(),
                account.name(),
                text(account),
                badge(account),
                account.active(),
                keys.stream().map(security::shown).toList(),
                newKey,
                form,
                new ServiceView.Delete(form.asked(), form.signInAgain(), deleteError));
    }

    private static String text(ServiceAccount account) {
        String role = account.role() == Role.GUEST ? "Guest" : "User";
        return role + " · "
                + switch (account.livingKeys()) {
                    case 0 -> "no key";
                    case 1 -> "1 key";
                    default -> account.livingKeys() + " keys";
                };
    }

    private static Badge badge(ServiceAccount account) {
        return account.active() ? new Badge(Tone.OK, "Active") : new Badge(Tone.PLAIN, "Disabled");
    }
}
