package org.patientvault.planted.internal.source;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** A planted violation. */
final class UsesYaml {
  YAMLFactory yaml;
}
