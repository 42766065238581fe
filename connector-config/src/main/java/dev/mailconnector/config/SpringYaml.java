package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file of Spring's as flat properties, document by document. Most of it belongs to others,
 * so nothing in it but its syntax is judged. Used once.
 */
final class SpringYaml {
  private static final int DEEPEST = 60;

  /** Aliases make few lines many. */
  private static final int MOST = 100_000;

  private final String name;
  private final Problems problems;
  private int visited;

  SpringYaml(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  /** Its properties; null if it cannot be read, and then a problem says why. */
  @Nullable List<PropertiesText.Property> read(String text) {
    List<PropertiesText.Property> found = new ArrayList<>();
    try {
      int document = 0;
      for (Node root : YamlSource.documents(name, text, DEEPEST)) {
        add(found, root, "", document++, 0);
      }
    } catch (YamlEngineException broken) {
      problems.add(YamlComplaint.of(broken, name, text).problem());
      return null;
    }
    return found;
  }

  private void add(
      List<PropertiesText.Property> found, Node node, String path, int document, int depth) {
    if (depth > DEEPEST || ++visited > MOST) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          add(found, tuple.getValueNode(), join(path, key.getValue()), document, depth + 1);
        }
      }
    } else if (node instanceof SequenceNode sequence) {
      int index = 0;
      for (Node item : sequence.getValue()) {
        add(found, item, path + "[" + index++ + "]", document, depth + 1);
      }
    } else if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
      Origin origin =
          node.getStartMark()
              .map(mark -> new Origin(name, mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(Origin.whole(name));
      found.add(new PropertiesText.Property(path, scalar.getValue(), origin, document));
    }
  }

  /** A key in brackets stands for itself: {@code "[mail.smtp.auth]"}. */
  private static String join(String path, String key) {
    String plain =
        key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
    return path.isEmpty() ? plain : path + "." + plain;
  }
}
