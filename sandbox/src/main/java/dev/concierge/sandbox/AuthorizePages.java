package dev.concierge.sandbox;

import static dev.concierge.sandbox.Html.escape;

import dev.concierge.sandbox.http.Answer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The account chooser and the consent page. Ids and names are stable: browser tests click on them. */
final class AuthorizePages {
    private static final String CANCEL = """
            <p class="buttons"><button id="deny" name="decision" value="deny">Cancel</button></p>
            """;

    private static final String NEXT = """
            <p class="buttons"><button id="next" class="primary">Next</button></p>
            """;

    private final AuthorizeDialect dialect;

    AuthorizePages(AuthorizeDialect dialect) {
        this.dialect = dialect;
    }

    Answer chooser(Interaction interaction, Client client, List<Person> people) {
        var buttons = people.stream().map(this::accountButton).collect(Collectors.joining());
        var content = """
                <p>to continue to <strong>%s</strong></p>
                <form method="post" action="account">
                <input type="hidden" name="interaction" value="%s">
                <ul class="accounts">%s</ul>
                %s</form>
                """.formatted(
                escape(client.project()), escape(interaction.id()), buttons, dialect.cancelsAtAccount() ? CANCEL : "");
        return Html.page(200, "Sandbox " + dialect.title(), "Choose an account", content)
                .outcome("account_page")
                .client(client.id());
    }

    Answer step(Interaction interaction, Client client, Person person, Step step) {
        var options = step.options().stream()
                .map(option -> step.several() ? checkbox(step, option) : button(step, option))
                .collect(Collectors.joining());
        var content = """
                <p class="who">%s<br><span>%s</span></p>
                <form method="post" action="choice">
                <input type="hidden" name="interaction" value="%s">
                <ul class="%s">%s</ul>
                %s</form>
                """.formatted(
                        escape(person.name()),
                        escape(dialect.accountLine(person)),
                        escape(interaction.id()),
                        step.several() ? "scopes" : "accounts",
                        options.isEmpty() ? "<li>There is nothing here to choose from.</li>" : options,
                        step.several() ? NEXT : "");
        return Html.page(200, "Sandbox " + dialect.title(), step.title(), content)
                .outcome(step.name() + "_page")
                .client(client.id());
    }

    Answer nowhere(Redirect.Nowhere nowhere, @Nullable String clientId) {
        return Html.errorPage(nowhere.status(), "Sandbox " + dialect.title(), nowhere.error(), nowhere.explanation())
                .client(clientId);
    }

    /** A form that no page of ours can have sent. */
    Answer wrong(String error, String explanation) {
        return nowhere(new Redirect.Nowhere(400, error, explanation), null);
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
                        escape(dialect.accountLine(person)),
                        escape(client.project()),
                        escape(interaction.id()),
                        list(granular, scopes),
                        escape(interaction.id()));
        return Html.page(200, "Sandbox " + dialect.title(), client.project() + " wants access", content)
                .outcome("consent_page")
                .client(client.id());
    }

    /** In place of the consent page, for somebody who cannot agree. */
    Answer hurdle(Interaction interaction, Client client, Person person, Hurdle hurdle) {
        var content = """
                <p class="who">%s<br><span>%s</span></p>
                <p class="notice" role="alert">%s</p>
                <form method="post" action="consent">
                <input type="hidden" name="interaction" value="%s">
                <p class="buttons"><button id="deny" name="decision" value="deny">Back to %s</button></p>
                </form>
                <p><a href="account?interaction=%s">Use another account</a></p>
                """.formatted(
                        escape(person.name()),
                        escape(dialect.accountLine(person)),
                        escape(hurdle.text()),
                        escape(interaction.id()),
                        escape(client.project()),
                        escape(interaction.id()));
        return Html.page(200, "Sandbox " + dialect.title(), hurdle.title(), content)
                .outcome("hurdle_page")
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

    private String accountButton(Person person) {
        return button("account", person.account(), person.name(), dialect.accountLine(person));
    }

    private static String button(Step step, Step.Option option) {
        return button(step.name(), option.value(), option.title(), option.detail());
    }

    private static String button(String name, String value, String title, String detail) {
        return """
                <li><button name="%s" value="%s"><strong>%s</strong><span>%s</span></button></li>
                """.formatted(escape(name), escape(value), escape(title), escape(detail));
    }

    private static String checkbox(Step step, Step.Option option) {
        var words = "<strong>%s</strong><span>%s</span>".formatted(escape(option.title()), escape(option.detail()));
        return checkbox(step.name(), option.value(), option.ticked(), words);
    }

    private static String checkbox(String name, String value, boolean ticked, String words) {
        return """
                <li><label><input type="checkbox" name="%s" value="%s"%s>%s</label></li>
                """.formatted(escape(name), escape(value), ticked ? " checked" : "", words);
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
        return checkbox("scope", scope, ticked, words);
    }
}
