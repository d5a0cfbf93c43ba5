package dev.concierge.sandbox;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.http.Answer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The account chooser and the consent page. Ids and names are stable: browser tests click on them. */
final class AuthorizePages {
    private final AuthorizeDialect dialect;

    AuthorizePages(AuthorizeDialect dialect) {
        this.dialect = dialect;
    }

    Answer chooser(Interaction interaction, Client client, List<Person> people) {
        var buttons = people.stream().map(AuthorizePages::accountButton).collect(Collectors.joining());
        var content = """
                <p>to continue to <strong>%s</strong></p>
                <form method="post" action="account">
                <input type="hidden" name="interaction" value="%s">
                <ul class="accounts">%s</ul>
                </form>
                """.formatted(escape(client.project()), escape(interaction.id()), buttons);
        return Html.page(200, "Sandbox " + dialect.title(), "Choose an account", content)
                .outcome("account_page")
                .client(client.id());
    }

    Answer consent(Interaction interaction, Client client, Person person, List<String> unticked) {
        boolean granular = dialect.granular(interaction.asked().scopes());
        var scopes = interaction.asked().scopes().stream()
                .map(scope -> scopeItem(scope, granular, !unticked.contains(scope)))
                .collect(Collectors.joining());
        var content = """
                <p class="who">%s<br><span>%s</span></p>
                <p>If you allow it, <strong>%s</strong> will be able to:</p>
                <form method="post" action="consent">
                <input type="hidden" name="interaction" value="%s">
                %s
                <p class="buttons">
                <button id="deny" name="decision" value="deny">Cancel</button>
                <button id="allow" name="decision" value="allow" class="primary">Continue</button>
                </p>
                </form>
                <p><a href="account?interaction=%s">Use another account</a></p>
                """.formatted(
                        escape(person.name()),
                        escape(person.account()),
                        escape(client.project()),
                        escape(interaction.id()),
                        list(granular, scopes),
                        escape(interaction.id()));
        return Html.page(200, "Sandbox " + dialect.title(), client.project() + " wants access", content)
                .outcome("consent_page")
                .client(client.id());
    }

    Answer gone(@Nullable String clientId) {
        return Html.errorPage(
                        400,
                        "Sandbox " + dialect.title(),
                        "interaction_over",
                        "This step was already taken, took too long, or began in another browser. Go back to the app and"
                                + " start again.")
                .client(clientId);
    }

    private static String accountButton(Person person) {
        return """
                <li><button name="account" value="%s"><strong>%s</strong><span>%s</span></button></li>
                """.formatted(escape(person.account()), escape(person.name()), escape(person.account()));
    }

    private static String list(boolean granular, String items) {
        return granular
                ? "<fieldset><legend>Untick what you do not want.</legend><ul class=\"scopes\">" + items
                        + "</ul></fieldset>"
                : "<ul class=\"scopes\">" + items + "</ul>";
    }

    private String scopeItem(String scope, boolean granular, boolean ticked) {
        var text = dialect.text(scope);
        var words = "<strong>%s</strong><span>%s</span>".formatted(escape(text.title()), escape(text.detail()));
        if (!granular || text.always()) {
            return "<li>" + words + "</li>\n";
        }
        return """
                <li><label><input type="checkbox" name="scope" value="%s"%s>%s</label></li>
                """.formatted(escape(scope), ticked ? " checked" : "", words);
    }
}
