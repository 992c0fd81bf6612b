# The oracle of binary records: makes, orders and prints values by means of perl's pack.
#
#   perl binary.pl make TYPE COUNT SEED        random values and every special one
#   perl binary.pl sort TYPE [r][u] FILE...    in order; r descending, u once each
#   perl binary.pl pack TYPE < TEXT            values from text, one a line

use strict;
use warnings;

my %letters = (i8 => 'c', i16 => 's', i32 => 'l', i64 => 'q', u8 => 'C', u16 => 'S', u32 => 'L', u64 => 'Q',
               f32 => 'f', f64 => 'd');
my ($what, $type, @rest) = @ARGV;
my $letter = $letters{$type};
my $bytes = length pack $letter, 0;
my $bits = { 1 => 'C', 2 => 'S', 4 => 'L', 8 => 'Q' }->{$bytes};
binmode STDOUT;

if ($what eq 'make') {
  my ($count, $seed) = @rest;
  srand $seed;
  my $inf = 9**9**9;
  my @special = $type =~ /f/ ? (0.0, -0.0, $inf, -$inf, $inf - $inf, 1e-45, -1e-45, 1, -1)
              : (0, 1, map { ~0 >> $_ } 0 .. 63);
  my $random = sub { pack 'L2', rand 2**32, rand 2**32 };
  # Few high bits, so that there are small numbers and equal ones too.
  my @records = map { substr(rand() < 0.5 ? $random->() : pack('Q', int rand 200), 0, $bytes) } 1 .. $count;
  push @records, map { pack $letter, $_ } @special if $type =~ /f/;
  push @records, map { substr pack('Q', $_), 0, $bytes } @special if $type !~ /f/;
  # Of all that is no number one is enough: perl cannot tell them apart.
  print map { my $value = unpack $letter, $_; $value == $value ? $_ : pack $letter, $inf - $inf } @records;
} elsif ($what eq 'sort') {
  my $options = shift @rest;
  my @records;
  for my $path (@rest) {
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = \$bytes;
    push @records, <$file>;
  }
  # What is no number comes last, and -0.0 before 0.0.
  my @keys = map { my $value = unpack $letter, $_;
                   [$value != $value, $value, $type =~ /f/ && !(unpack($bits, $_) >> (8 * $bytes - 1)), $_] } @records;
  @records = map { $_->[3] }
             sort { $a->[0] <=> $b->[0] || ($a->[0] ? 0 : $a->[1] <=> $b->[1]) || $a->[2] <=> $b->[2] } @keys;
  @records = reverse @records if $options =~ /r/;
  my $last = '';
  @records = grep { my $is_new = $_ ne $last; $last = $_; $is_new } @records if $options =~ /u/;
  print @records;
} else {
  while (<STDIN>) {
    chomp;
    print pack $letter, $_;
  }
}
