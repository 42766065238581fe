package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class BomTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void bom_besideTheModules_listsExactlyThePublishedOnes() throws Exception {
    assertThat(
            values(
                "bom/pom.xml", "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(publishedArtifacts());
  }

  @Test
  void bom_besideTheParent_hasItsVersion() throws Exception {
    assertThat(values("bom/pom.xml", "/project/version"))
        .isEqualTo(values("pom.xml", "/project/version"));
  }

  private static List<String> publishedArtifacts() throws Exception {
    List<String> artifacts = new ArrayList<>();
    for (String module : values("pom.xml", "/project/modules/module")) {
      String pom = module + "/pom.xml";
      boolean kept = values(pom, "/project/properties/maven.deploy.skip").contains("true");
      if (!kept && !module.equals("bom")) {
        artifacts.addAll(values(pom, "/project/artifactId"));
      }
    }
    return artifacts;
  }

  private static List<String> values(String file, String path) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(ROOT.resolve(file).toFile());
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(index -> nodes.item(index).getTextContent())
        .toList();
  }
}
