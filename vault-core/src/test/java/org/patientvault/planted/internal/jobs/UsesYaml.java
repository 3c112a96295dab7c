package org.patientvault.planted.internal.jobs;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** A planted violation. */
final class UsesYaml {
  YAMLFactory yaml;
}
