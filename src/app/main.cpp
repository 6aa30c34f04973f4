// The program, by the machine's clock.
#include "app/entry.hpp"

int main(int argc, char** argv) {
  const tagwatch::SystemClock clock;
  return tagwatch::run_program(argc, argv, clock);
}
