package dev.mailconnector.cli;

import dev.mailconnector.failure.InvalidMessageException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads a {@link MessageFile}; what is wrong is told with the file's name and the line. */
final class MessageFileReader {
  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "from",
              "to",
              "cc",
              "bcc",
              "reply-to",
              "subject",
              "body",
              "attach",
              "inline",
              "headers"));
  private static final String PROVIDER = "provider";
  private static final String MESSAGE = "message";

  /** What a step of a workflow may have besides. */
  private static final Set<String> STEP_KEYS =
      Stream.concat(KEYS.stream(), Stream.of(PROVIDER, MESSAGE))
          .collect(Collectors.toCollection(TreeSet::new));

  private static final Set<String> BODY_KEYS = new TreeSet<>(Set.of("text", "html"));

  private final String name;
  private final Path folder;

  /** For the file of this name, - for standard input. Files that it names are beside it. */
  MessageFileReader(String file) {
    Path beside = file.equals("-") ? null : Path.of(file).getParent();
    this.name = file.equals("-") ? "of standard input" : file;
    this.folder = beside == null ? Path.of("") : beside;
  }

  MessageFile read(byte[] yaml) {
    Optional<Node> root = load(yaml);
    List<ThandStep> steps = root.map(ThandStep::in).orElse(List.of());
    Map<String, Node> file =
        steps.isEmpty()
            ? root.map(node -> section("The file", node, KEYS)).orElse(Map.of())
            : step(steps);
    Node bodyNode = file.get("body");
    Map<String, Node> body = bodyNode == null ? Map.of() : section("body", bodyNode, BODY_KEYS);
    String text = text("body.text", body.get("text"));
    return new MessageFile(
        text(PROVIDER, file.get(PROVIDER)),
        text("from", file.get("from")),
        texts("to", file.get("to")),
        texts("cc", file.get("cc")),
        texts("bcc", file.get("bcc")),
        texts("reply-to", file.get("reply-to")),
        text("subject", file.get("subject")),
        text == null ? text(MESSAGE, file.get(MESSAGE)) : text,
        text("body.html", body.get("html")),
        texts("attach", file.get("attach")).stream().map(folder::resolve).toList(),
        texts("inline", file.get("inline"), folder::resolve),
        texts("headers", file.get("headers"), Function.identity()));
  }

  /** The one step of a workflow that sends a mail. */
  private Map<String, Node> step(List<ThandStep> steps) {
    if (steps.size() > 1) {
      throw unusable(
          line(steps.get(1).message())
              + ": a second step that notifies; keep the one that is to be sent",
          "");
    }
    ThandStep step = steps.get(0);
    Node expression = step.expression();
    if (expression != null) {
      throw unusable(
          line(expression) + ": an expression of a workflow (${ ... }) is not computed here",
          "Write the value itself. ");
    }
    return section("The step", step.message(), STEP_KEYS);
  }

  private Optional<Node> load(byte[] yaml) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setSchema(new FailsafeSchema()).build();
    try {
      return new Compose(settings).composeInputStream(new ByteArrayInputStream(yaml));
    } catch (YamlEngineException broken) {
      throw unusable(" is no YAML: " + broken.getMessage(), "");
    }
  }

  private Map<String, Node> section(String title, Node node, Set<String> keys) {
    if (!(node instanceof MappingNode mapping)) {
      throw unusable(line(node) + ": " + title + " must have keys, of " + keys, "");
    }
    Map<String, Node> section = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!keys.contains(key)) {
        throw unusable(
            line(keyNode)
                + ": unknown key \""
                + key
                + "\"; "
                + title
                + " may have the keys "
                + keys,
            meant(key));
      }
      if (section.put(key, tuple.getValueNode()) != null) {
        throw unusable(line(keyNode) + ": the key \"" + key + "\" is there twice", "");
      }
    }
    return section;
  }

  private static String meant(String key) {
    List<String> paths = new ArrayList<>(KEYS);
    BODY_KEYS.forEach(word -> paths.add("body." + word));
    return paths.stream()
        .filter(path -> NearWord.is(key, path.substring(path.indexOf('.') + 1)))
        .findFirst()
        .map(path -> "Did you mean " + path + "? ")
        .orElse("");
  }

  private List<String> texts(String key, @Nullable Node node) {
    if (!(node instanceof SequenceNode list)) {
      String one = text(key, node);
      return one == null ? List.of() : List.of(one);
    }
    List<String> texts = new ArrayList<>();
    for (Node one : list.getValue()) {
      String text = text(key, one);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A section whose keys are up to the writer. */
  private <T> Map<String, T> texts(String key, @Nullable Node node, Function<String, T> value) {
    if (node == null) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      throw unusable(line(node) + ": " + key + " must have keys", "");
    }
    Map<String, T> texts = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = text(key, tuple.getKeyNode());
      String text = text(key, tuple.getValueNode());
      if (texts.put(name == null ? "" : name, value.apply(text == null ? "" : text)) != null) {
        throw unusable(
            line(tuple.getKeyNode()) + ": " + key + " has the key \"" + name + "\" twice", "");
      }
    }
    return texts;
  }

  private @Nullable String text(String key, @Nullable Node node) {
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().isEmpty() ? null : scalar.getValue();
    }
    throw unusable(line(node) + ": " + key + " must be text", "");
  }

  private static String line(Node node) {
    return node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }

  private InvalidMessageException unusable(String why, String meant) {
    return MessageComposer.invalid(
        "The message file " + name + why,
        meant
            + "Write from, to, cc, bcc, reply-to, subject, body: {text, html}, attach, inline and"
            + " headers in YAML.");
  }
}
