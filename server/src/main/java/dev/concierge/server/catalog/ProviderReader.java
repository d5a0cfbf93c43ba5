package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Provider.About;
import dev.concierge.server.catalog.Provider.Asking;
import java.util.List;
import java.util.Set;

/** Makes a provider of one file's map: section after section, in the order of the file format. */
final class ProviderReader {
    static final String ID = "[a-z][a-z0-9-]{1,38}[a-z0-9]";
    private static final String ID_RULE = "3 to 40 lower-case letters, digits and hyphens";

    /** Path words of the API beside the providers' ids (design, section 7). */
    static final Set<String> FORBIDDEN_IDS =
            Set.of("providers", "platforms", "status", "health", "integrations", "connect-sessions");

    private final Section file;

    ProviderReader(Section file) {
        this.file = file;
    }

    /** Worthless when faults were added meanwhile. */
    Provider read() {
        About about = about();
        Authorization authorization = file.section("authorization")
                .map(closing(AuthorizationReader::read))
                .orElseGet(StandIns::authorization);
        TokenRules token = file.section("token")
                .map(closing(section -> TokenReader.token(section, authorization.scopeSeparator())))
                .orElseGet(StandIns::token);
        RefreshRules refresh =
                file.section("refresh").map(closing(TokenReader::refresh)).orElseGet(StandIns::refresh);
        Revocation revocation =
                file.section("revocation").map(closing(RevocationReader::read)).orElseGet(StandIns::revocation);
        Identity identity = file.section("identity")
                .map(closing(section -> IdentityReader.read(section, authorization)))
                .orElseGet(StandIns::identity);
        Asking scopes = AskingReader.read(file);
        Provider.Calling calling = CallingReader.read(file);
        Choice choice = file.optionalSection("choice")
                .map(closing(section -> ChoiceReader.read(section, scopes.scopes(), calling)))
                .orElse(null);
        Asking asking = new Asking(scopes.scopes(), scopes.connect(), scopes.signIn(), choice);
        ErrorTable errors = ErrorsReader.read(file);
        List<Quirk> quirks = SetupReader.quirks(file);
        Setup setup = SetupReader.setup(file);
        file.done();
        return new Provider(
                about, authorization, token, refresh, revocation, identity, asking, calling, errors, quirks, setup);
    }

    private About about() {
        String id = file.text("id", ID, ID_RULE);
        if (FORBIDDEN_IDS.contains(id)) {
            file.fault("the id " + id + " is a word of the API");
        }
        String name = file.text("name", ".{1,40}", "at most 40 characters");
        String mark = file.text("mark", Formats.WORD, "the name of a picture: lower-case letters, digits and hyphens");
        String project = file.optionalText("project", ID, ID_RULE);
        return new About(
                id,
                name,
                mark,
                file.optionalUrl("homepage"),
                file.flag("social", false),
                project == null ? id : project);
    }
}
