package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.meta.MetaTokens.Checked.Good;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who somebody is, and their Pages (fields 6 and 8). */
final class GraphNodes {
    private static final Set<String> USER_FIELDS = Set.of("id", "name", "first_name", "last_name", "email", "picture");
    private static final Set<String> PAGE_FIELDS =
            Set.of("id", "name", "access_token", "category", "tasks", "instagram_business_account");
    private static final Set<String> PAGE_ITSELF = Set.of("id", "name", "category");

    private final GraphApi api;
    private final MetaTokens tokens;
    private final Consents consents;
    private final People people;
    private final String address;

    GraphNodes(GraphApi api, MetaTokens tokens, Consents consents, String address) {
        this.api = api;
        this.tokens = tokens;
        this.consents = consents;
        this.people = tokens.shared().people();
        this.address = address;
    }

    /** The person, or the Page whose token came. */
    Answer me(Request request) {
        return api.call(request, good -> {
            boolean page = good.fact().kind() == TokenFact.Kind.PAGE;
            var fields = fields(request, "id,name");
            var unknown = unknown(fields, page ? PAGE_ITSELF : USER_FIELDS);
            if (!unknown.isEmpty()) {
                return nonexisting(unknown, page ? "Page" : "User");
            }
            return Answer.json(200, page ? page(good).retain(fields) : person(good, fields));
        });
    }

    private ObjectNode person(Good good, List<String> fields) {
        var person = people.get(good.token().subject());
        var node = JsonNodeFactory.instance.objectNode();
        for (var field : fields) {
            switch (field) {
                case "name" -> node.put(field, person.name());
                case "first_name" -> node.put(field, person.givenName());
                case "last_name" -> node.put(field, person.familyName());
                case "email" -> email(good, person, node);
                case "picture" -> picture(node, id(good, person));
                default -> {} // the id comes always, and last
            }
        }
        return node.put("id", id(good, person));
    }

    private String id(Good good, Person person) {
        var client = good.token().clientId();
        return tokens.knobs().get(Knobs.WRONG_SUBJECT)
                ? MetaAccount.strangersId(client)
                : MetaAccount.id(person, client);
    }

    /** Without the permission, or for somebody without an address, the field is simply not there. */
    private void email(Good good, Person person, ObjectNode node) {
        if (consents.holds(good.grant(), MetaPermissions.EMAIL)) {
            MetaAccount.email(person).ifPresent(address -> node.put("email", address));
        }
    }

    private void picture(ObjectNode node, String id) {
        node.putObject("picture")
                .putObject("data")
                .put("height", 50)
                .put("is_silhouette", true)
                .put("url", address + "/pictures/" + id)
                .put("width", 50);
    }

    /** The Pages that were picked, each with a token of its own. */
    Answer accounts(Request request) {
        return api.call(request, good -> {
            if (good.fact().kind() == TokenFact.Kind.PAGE) {
                return nonexisting("accounts", "Page");
            }
            if (!consents.holds(good.grant(), MetaPermissions.PAGES_SHOW_LIST)) {
                return MetaError.permission(MetaPermissions.PAGES_SHOW_LIST).answer();
            }
            var fields = fields(request, "access_token,category,name,id,tasks");
            var unknown = unknown(fields, PAGE_FIELDS);
            return unknown.isEmpty() ? Answer.json(200, list(good, fields)) : nonexisting(unknown, "Page");
        });
    }

    /** A Page by its id; its token for a person who has a role there. */
    Answer pageById(Request request) {
        return api.call(request, good -> {
            var id = request.variable("node");
            var page = MetaPage.of(people.get(good.token().account())).stream()
                    .filter(each -> each.id().equals(id))
                    .filter(each -> consents.pages(good.grant()).contains(each.id()))
                    .filter(each -> !tokens.knobs().get(MetaKnobs.LOST_PAGES).contains(each.id()))
                    .findFirst()
                    .orElse(null);
            if (page == null) {
                return MetaError.missing(id).answer();
            }
            var fields = fields(request, "id,name");
            var unknown = unknown(fields, PAGE_FIELDS);
            if (!unknown.isEmpty()) {
                return nonexisting(unknown, "Page");
            }
            var node = node(page);
            if (fields.contains("access_token") && good.fact().kind() != TokenFact.Kind.PAGE) {
                node.put("access_token", tokens.ofPage(good, page.id()).value());
            }
            return Answer.json(200, node.retain(fields).put("id", page.id()));
        });
    }

    private ObjectNode list(Good good, List<String> fields) {
        var body = JsonNodeFactory.instance.objectNode();
        var data = body.putArray("data");
        var picked = consents.pages(good.grant());
        MetaPage.of(people.get(good.token().subject())).stream()
                .filter(page -> picked.contains(page.id()))
                .filter(page -> !tokens.knobs().get(MetaKnobs.LOST_PAGES).contains(page.id()))
                .forEach(page -> {
                    var node = node(page);
                    page.tasks().forEach(node.putArray("tasks")::add);
                    if (fields.contains("access_token")) {
                        node.put("access_token", tokens.ofPage(good, page.id()).value());
                    }
                    data.add(node.retain(fields).put("id", page.id()));
                });
        if (!data.isEmpty()) {
            body.putObject("paging")
                    .putObject("cursors")
                    .put("before", data.get(0).path("id").stringValue())
                    .put("after", data.get(data.size() - 1).path("id").stringValue());
        }
        return body;
    }

    private ObjectNode page(Good good) {
        return MetaPage.of(people.get(good.token().account())).stream()
                .filter(page -> page.id().equals(good.token().subject()))
                .map(GraphNodes::node)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode node(MetaPage page) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", page.id())
                .put("name", page.name())
                .put("category", page.category());
    }

    private static List<String> fields(Request request, String otherwise) {
        return List.of(request.query().get("fields", otherwise).split(",", -1));
    }

    private static String unknown(List<String> fields, Set<String> known) {
        return fields.stream().filter(each -> !known.contains(each)).findFirst().orElse("");
    }

    private static Answer nonexisting(String field, String type) {
        return MetaError.parameter(
                        "(#100) Tried accessing nonexisting field (" + field + ") on node type (" + type + ")")
                .answer();
    }
}
