package org.patientvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tables of any cells are those that a library for it draws. */
class TextTableTest {
  private static final String LETTERS = "ab é  \n\r-日";

  private final Random random = new Random(20260501);

  private String cell() {
    int length = random.nextInt(random.nextBoolean() ? 12 : 260);
    StringBuilder cell = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean any = random.nextInt(4) == 0;
      cell.append(any ? LETTERS.charAt(random.nextInt(LETTERS.length())) : 'x');
    }
    return cell.toString();
  }

  private List<String> row(boolean numbers) {
    return List.of(cell(), numbers ? String.valueOf(random.nextInt(100_000)) : cell(), cell());
  }

  private static List<String> drawnByTheLibrary(
      List<String> headers, List<List<String>> rows, boolean numbers) {
    Column[] columns = new Column[headers.size()];
    for (int i = 0; i < columns.length; i++) {
      boolean right = numbers && i == 1;
      HorizontalAlign align = right ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      columns[i] = new Column().header(headers.get(i)).headerAlign(align).dataAlign(align);
    }
    String[][] cells =
        rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
    return AsciiTable.getTable(AsciiTable.NO_BORDERS, columns, cells)
        .lines()
        .map(String::stripTrailing)
        .toList();
  }

  @Test
  void anyCells_standAsInAnotherProgramsTable() {
    List<String> headers = List.of("first", "second", "a header of some words");
    for (int run = 0; run < 500; run++) {
      boolean numbers = random.nextBoolean();
      List<List<String>> rows = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        rows.add(row(numbers));
      }
      assertThat(new TextTable(headers, rows).lines())
          .as("%s", rows)
          .isEqualTo(drawnByTheLibrary(headers, rows, numbers));
    }
  }
}
