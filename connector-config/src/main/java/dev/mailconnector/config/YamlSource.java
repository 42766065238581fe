package dev.mailconnector.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 text to raw values. Values keep the text as written (a password {@code 0123} stays what
 * it is), duplicate keys are errors, and size, nesting and aliases are bounded.
 */
final class YamlSource {
  /** Some thousand accounts; whoever has more keeps them in a database. */
  static final int LARGEST = 1024 * 1024;

  /** Our own keys, and account names. */
  private static final String KEY = "[A-Za-z0-9._@+-]{1,128}";

  private static final int DEEPEST = 12;
  private static final int MOST_ALIASES = 50;

  /** With the one that the parser has for <code>${NAME}</code>: here that is text. */
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ, Tag.ENV_TAG);

  private final String name;
  private final String key;
  private final Predicate<String> wanted;
  private final Problems problems;

  YamlSource(String name, Problems problems) {
    this(name, KEY, any -> true, problems);
  }

  private YamlSource(String name, String key, Predicate<String> wanted, Problems problems) {
    this.name = name;
    this.key = key;
    this.wanted = wanted;
    this.problems = problems;
  }

  /** A file with Ruby's symbols as keys ({@code :address}) and merged sections ({@code <<}). */
  static YamlSource ofRuby(String name, Problems problems) {
    return new YamlSource(name, ":?" + KEY + "|<<", any -> true, problems);
  }

  /** A file of which only some sections at the top are ours to understand. */
  static YamlSource only(Set<String> sections, String name, Problems problems) {
    return new YamlSource(name, KEY, sections::contains, problems);
  }

  /** The top section; null if there is none, and then a problem says why. */
  Raw.@Nullable Section read(String text) {
    if (text.length() > LARGEST) {
      problems.error(
          Origin.whole(name), "", null, "The file is larger than 1 MiB: that is no configuration.");
      return null;
    }
    Optional<Node> root;
    try {
      root = compose(text);
    } catch (YamlEngineException broken) {
      problems.add(YamlComplaint.of(broken, name, text).problem());
      return null;
    }
    if (root.isEmpty() || isNothing(root.get())) {
      return Raw.Section.empty(new Origin(name, 1, 1));
    }
    if (convert(root.get(), "", 0) instanceof Raw.Section section) {
      return section;
    }
    problems.error(
        origin(root.get()),
        "",
        null,
        "A configuration is a section of keys: accounts: and below it one section per account.");
    return null;
  }

  private Optional<Node> compose(String text) {
    LoadSettings settings = settings(name);
    checkDepth(settings, name, text, DEEPEST);
    return new Compose(settings).composeString(text);
  }

  /** The documents of a text, with the same bounds but for how deep they may be. */
  static Iterable<Node> documents(String name, String text, int deepest) {
    LoadSettings settings = settings(name);
    checkDepth(settings, name, text, deepest);
    return new Compose(settings).composeAllFromString(text);
  }

  private static LoadSettings settings(String name) {
    return LoadSettings.builder()
        .setLabel(name)
        .setMaxAliasesForCollections(MOST_ALIASES)
        .setAllowDuplicateKeys(true)
        .setAllowNonScalarKeys(true)
        .setSchema(new CoreSchema())
        .build();
  }

  /** The composer recurses once per level; the parser does not. */
  private static void checkDepth(LoadSettings settings, String name, String text, int deepest) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > deepest) {
        throw new TooDeep(origin(name, event.getStartMark().orElse(null)));
      }
    }
  }

  private Raw convert(Node node, String path, int depth) {
    Origin origin = origin(node);
    if (node.isRecursive() || depth > DEEPEST) {
      problems.error(
          origin,
          path,
          null,
          "A section must not contain itself, and sections are nested at most "
              + DEEPEST
              + " deep.");
      return new Raw.Text(origin, null, true);
    }
    if (node instanceof MappingNode mapping) {
      checkTag(node, path);
      return section(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      checkTag(node, path);
      return new Raw.Sequence(
          origin, sequence.getValue().stream().map(item -> single(item, path)).toList());
    }
    return single(node, path);
  }

  /** A value; without text where it is no single one, which an item of a list may be. */
  private Raw.Text single(Node node, String path) {
    checkTag(node, path);
    if (isNothing(node) && node.getAnchor().isPresent()) {
      problems.error(origin(node), path, null, YamlComplaint.ANCHOR);
    }
    String text = node instanceof ScalarNode scalar && !isNothing(node) ? scalar.getValue() : null;
    return new Raw.Text(origin(node), text, false);
  }

  private void checkTag(Node node, String path) {
    if (!PLAIN_TAGS.contains(node.getTag()) && !isReference(node)) {
      problems.error(origin(node), path, null, YamlComplaint.TAG);
    }
  }

  /** The parser has a tag of its own for <code>${NAME}</code>, which nobody wrote. */
  private static boolean isReference(Node node) {
    return node.getTag().equals(Tag.ENV_TAG)
        && node instanceof ScalarNode scalar
        && scalar.getValue().startsWith("${");
  }

  private Raw.Section section(MappingNode mapping, String path, int depth) {
    Raw.Section section = Raw.Section.empty(origin(mapping));
    List<NodeTuple> tuples = mapping.getValue();
    for (NodeTuple tuple : tuples) {
      Origin keyOrigin = origin(tuple.getKeyNode());
      if (path.isEmpty()
          && tuple.getKeyNode() instanceof ScalarNode top
          && !wanted.test(top.getValue())) {
        continue;
      }
      // Where a colon is missing the value is part of the key: so it is not shown.
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || !key.getValue().matches(this.key)) {
        problems.error(
            keyOrigin,
            path,
            null,
            "A key is one word of letters, digits and . _ @ + -, and a colon and a space part it"
                + " from its value.");
        continue;
      }
      String full = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      Raw.Entry earlier = section.entries().get(key.getValue());
      if (earlier != null) {
        problems.error(
            keyOrigin,
            full,
            null,
            "The key is given twice; the first time in line "
                + earlier.keyOrigin().line()
                + ". Remove one.");
        continue;
      }
      section
          .entries()
          .put(
              key.getValue(),
              new Raw.Entry(keyOrigin, convert(tuple.getValueNode(), full, depth + 1)));
    }
    return section;
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.isPlain() && node.getTag().equals(Tag.NULL);
  }

  private Origin origin(Node node) {
    return origin(node.getStartMark().orElse(null));
  }

  private Origin origin(@Nullable Mark mark) {
    return origin(name, mark);
  }

  private static Origin origin(String name, @Nullable Mark mark) {
    return mark == null
        ? Origin.whole(name)
        : new Origin(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Sections nested deeper than any configuration needs. */
  static final class TooDeep extends YamlEngineException {
    private static final long serialVersionUID = 1L;

    private final transient Origin origin;

    TooDeep(Origin origin) {
      super("too deep");
      this.origin = origin;
    }

    Origin origin() {
      return origin;
    }
  }
}
