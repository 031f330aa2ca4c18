package postmortem

// givenNames are frequent given names that are seldom anything else: a document
// that is checked by itself tells nobody's name. Names that are also words or
// software (Will, Mark, Ruby, Cassandra) are left out.
var givenNames = wordSet(`
	Aaron Abdul Abigail Adam Aditya Adrian Adriana Agnes Ahmed Aisha Akash Akira Alan Alba Albert Alberto Alejandro Aleksander Alessandro Alex
	Alexander Alexandra Alexandre Alexei Alexis Alfred Ali Alice Alicia Alina Alison Amanda Amelia Amina Amit Amy Ana Anastasia Anders Andre Andrea
	Andreas Andrei Andrew Andy Angela Anil Anita Anja Ankit Ann Anna Anne Annika Ariel Anthony Antoine Anton Antonio Anya Arjun Armin Arnaud Arthur Ashley Astrid
	Barbara Bart Bartosz Beatrice Ben Benjamin Bernard Bernd Bert Björn Bo Bob Boris Brandon Brenda Brennen Brent Brian Bruno Bryan Callum Carl Carla Carlos Carmen
	Carol Caroline Catherine Cecilia Charles Charlie Charlotte Chen Chloe Chris Christian Christina Christine Christoph Christophe Christopher Claire Clara Claudia Colin
	Conor Craig Cristina Cyril Damian Damien Dan Dana Daniel Daniela Daniele Danny Darren Dave David Deborah Deepak Denis Dennis Derek Diana Diego Dieter
	Dimitri Dmitri Dmitry Dominic Dominik Donald Doris Dorothy Doug Douglas Duncan Ed Eddie Edgar Eduardo Edward Elena Eli Elias Elif Elisabeth Elise Elizabeth Ella
	Ellen Elliot Emil Emilia Emily Emma Emmanuel Eric Erica Erik Erika Erin Ernesto Esther Ethan Eugene Eva Evan Evelyn Fabian Fabio Farid Fatima Felipe
	Felix Fernando Filip Filippo Fiona Florian Francesca Francesco Francis Francisco Frank Franz Fred Freya Gabriel Gabriela Gareth Gary Gavin Geoff George Georg
	Gerald Gerard Giorgio Giovanni Giulia Giuseppe Gloria Gonzalo Gordon Graham Greg Gregory Guillaume Gunnar Gustavo Guy Hannah Hannes Hans Harold Harry Hassan Heather
	Heidi Helen Helena Henri Henrik Henry Hideo Hiroshi Holger Hugo Hussein Ian Ibrahim Igor Ilya Imran Ines Ingrid Irene Irina Isaac Isabel Isabella Ivan
	Jaap Jacob Jacqueline Jaime Jake Jakob Jakub James Jamie Jan Jane Janet Jared Javier Jay Jean Jeff Jeffrey Jennifer Jens Jeremy Jerry Jesse Jessica
	Jill Jim Jimmy Joachim Joan Joanna Joao João Joe Joel Johan Johanna Johannes John Johnny Jon Jonas Jonathan Jordi Jorge José Jose Joseph Josh Joshua Juan
	Judith Julian Julie Julien Jun Jürgen Justin Justyna Kamil Karen Karim Karin Karl Karolina Kasper Kate Katharina Katharine Katherine Kathleen Kathryn Katie Katrin Kavita
	Keith Kelly Ken Kenji Kenneth Kerstin Kevin Khalid Kim Klaus Konstantin Kristian Kristina Krzysztof Kumar Kurt Kyle Lars Laura Lauren Laurent Leah Lee Leila Lena
	Leon Leonardo Leonie Liam Lily Linda Lisa Lorenzo Louis Louise Luca Lucas Lucia Lucy Luigi Luis Luisa Lukas Łukasz Luke Lydia Maciej Magda Magdalena Magnus
	Malcolm Manuel Marc Marcel Marcin Marco Marcos Marcus Marek Margaret Maria María Marian Marie Marina Mario Marion Markus Marta Martha Martin Martina Mary Mateo Mateusz
	Mathias Mathieu Matt Matteo Matthew Matthias Maurice Maxime Megan Mehmet Mei Melanie Melissa Michael Michal Michel Michele Michelle Miguel Mihai Mika Mike Mikhail 
	Mira Miriam Mohamed Mohammed Moritz Murat Nadia Nancy Natalia Natalie Natasha Nathan Neha Neil Nicholas Nick Nicola Nicolas Nicole Niels Nigel Nikhil Nikita Niklas
	Nikolai Nils Nina Nora Norbert Olaf Oleg Olga Oliver Olivia Olivier Omar Oscar Otto Pablo Pamela Paolo Patricia Patrick Patrik Paul Paula Paulo Pavel Pawel
	Pedro Peter Petra Phil Philip Philipp Philippe Phoebe Pierre Pietro Piotr Priya Rachel Radek Rafael Rahul Raj Rajesh Ralf Ralph Ramon Raphael Raúl Rebecca Regina
	Reinhard René Ricardo Richard Riccardo Rob Robert Roberta Roberto Robin Rodrigo Roger Rohan Rohit Roland Roman Ronald Rosa Rosie Ross Roy Ruben Rui Rupert Russell
	Ruth Ryan Sabine Samantha Samir Samuel Sandeep Sander Sandra Sanjay Santiago Sara Sarah Sascha Satoshi Scott Sean Sebastian Sergei Sergey Sergio Seth Shane Shannon Sharon
	Shaun Sheila Shirley Silvia Simon Simone Sofia Sofie Sonia Sonja Sophia Sophie Stefan Stefania Stefano Steffen Stephan Stephanie Stephen Steve Steven Stuart Subbu Sue
	Sunil Suresh Susan Susanne Suzanne Sven Svetlana Sylvia Takashi Tamara Tanja Tanya Tara Tatiana Ted Teresa Terry Theo Theresa Thiago Thierry Thomas Tiago Tim
	Timo Timothy Tina Tobias Todd Tom Tomas Tomasz Tommy Tony Torsten Tracy Trevor Tyler Uwe Valentina Valerie Vanessa Vera Veronica Vicky Victor Vijay Viktor
	Vikram Vincent Vincenzo Vivek Vladimir Volker Walter Wanda Wei Wendy Werner William Wojciech Wolfgang Xavier Xin Yann Yara Yasmin Yuki Yuri Yusuf Yves Yvonne
	Zachary Zeynep Zoe Zsolt Heike Sigrun Ngozi Chidi Kwame Amara Ayesha Farah Layla Rolf Hanneke Hanna Greta Lotte Femke Joost Bram Sanne Pieter Wouter Ruud Arno Benoit Benoît Oskar Kjell Devin Leif Søren Bjarne Rasmus Mads Jesper Henning Eirik Øyvind Terje Trond Sindre Lasse Mikkel Emre Deniz Burak
	Yael Moshe Shira Itai Pranav Ishaan Ananya Kavya Nisha Huy Minh Linh Daisuke Naoko Kenta Sipho Lerato Tunde Femi Chinedu Kofi Fernanda Camila Valeria Nuria Aitor Laia Mireia Joana
	Catarina Beatriz Inês Tomás Afonso Omid Reza Saeed Tariq Anjali Arun Divya Ganesh Harish Kiran Lakshmi Manish Meera Nitin Pooja Prakash
	Priyanka Rakesh Ravi Sanjana Shreya Siddharth Sneha Srinivas Varun Vinod Bartek Bogdan Dariusz Ewa Grzegorz Jarek Jerzy Katarzyna Kasia Lukasz Mariusz Michał Paweł Radosław Tadeusz Zofia
	Friedrich Gerhard Günter Heinrich Helmut Jörg Jutta Lutz Renate Rüdiger Silke Sigrid Ute Wilhelm Aleksandra Bojan Dragan Goran Ivana Jelena Milena Nikola Zoran Aoife Ciara Declan Eoin Niamh Siobhan
	Adela Adelina Agata Agnieszka Ahmet Aidan Aino Ajay Alejandra Alena Alessandra Alessia Alfredo Alisha Alistair Álvaro Amandine Amelie Amparo Anahita
	Andrzej Angelika Anika Anneke Anneli Annette Antonella Antonia Antti Arturo Asha Åsa Asger Astri Aurelio Azra Baptiste Bastian Beata Bernadette
	Bettina Birgit Blanca Bogumił Branko Brigitte Britta Bruna Camilla Carina Carolina Cécile Celine Céline Chandra Chiara Cillian Clémence Cornelia
	Corinna Dagmar Dalia Damir Danila Danijel Danuta Darya Davide Delphine Désirée Detlef Dieudonné Dimitra Dorota Dunja Edith Edoardo Eduard Einar Eleni
	Elin Elina Eliška Eloise Emanuele Emeka Emine Enrico Erling Ernst Esra Estrella Eszter Ewelina Fabienne Fabrizio Federica Federico Ferenc Fleur
	Franziska Frederik Frieda Frode Funmi Gabriele Genevieve Geraldine Gianluca Gitte Gonçalo Gudrun Guido Gulnara Hakan Halvard Hamid Hamza Hannelore
	Harald Hauke Helge Hendrik Herbert Hilde Hiroko Horst Hubert Ignacio Ildikó Ilaria Ilse Ingeborg Ingo Inga Ioana Irena Isidro Ismail Itziar Ivo Jacek
	Jadwiga Jana Jarmila Jasna Jitka Joaquín Jochen Jolanta Jonna Jordana Joris Josef Josefine Jozef Juliana Juliette Jukka Kaisa Kamila Karina Karsten
	Katja Katrine Kazimierz Kerem Khadija Kirsten Kjersti Knut Kristin Krystyna Lalita Lamia Larissa Laszlo László Latifa Laurie Leena Leonid Levent
	Liesbeth Lindiwe Livia Ljubica Lorena Loretta Louisa Lubomir Lucie Luciana Ludovic Ludwig Lyudmila Madeleine Magnhild Malik Manon Manuela Marcela
	Marcello Margarida Margot Marguerite Marieke Mariam Mariana Marijke Marika Marius Marko Marlene Martijn Martine Matej Matthijs Matilde Maurizio
	Maximilian Mehdi Meike Mélanie Merete Meryem Mihaela Mikael Milica Milos Miroslav Mohamad Monika Monique Morten Mustafa Nadine Nadja Naomi Natalya
	Nathalie Nazanin Nele Nevena Nicolai Nidhi Nikolaos Nilesh Noémie Oddvar Olena Oleksandr Olof Ondřej Orla Orsolya Ottavia Ottilie Pauline Paulina
	Pekka Pernille Petar Petteri Pilar Quentin Radka Ragnhild Raimund Ramona Ranjit Raphaël Rashid Reinhild Renske Rhiannon Rocío Roderick Rodolfo Romain
	Rosalind Roswitha Ruslan Sabrina Salma Salvatore Samira Sandro Sangeeta Saskia Serge Sergej Shilpa Shirin Sigurd Simona Slavica Solveig Soledad Soňa
	Soraya Stanislav Stepan Stéphanie Sunita Sunniva Susana Susanna Swati Szymon Tamás Tamsin Tarek Tatjana Terhi Thandi Thandiwe Tereza Thijs Thorsten
	Tihomir Timothée Tobiah Tomislav Torbjørn Tuomas Ulla Ulrich Ulrike Urszula Ursula Vanja Vasily Vasilis Veronika Vibeke Vidar Vincenza Vittoria
	Vladislav Wenche Wiebke Wim Wioletta Wout Xiomara Yasmine Yelena Yetunde Yolanda Youssef Yulia Zainab Zbigniew Zdeněk Željko Zlata Zuzana
	Abebe Abena Abimbola Adaeze Adaora Adebayo Adeola Adetokunbo Afia Agustín Aisling Akin Akua Aled Aleksei Aleksey Alessio Alexandros Alexandru Algirdas
	Alioune Almudena Aloysius Alya Amadou Amal Ambrose Aminata Amir Amira Amélie Anatolii Anatoly Andrius Andriy Andrus Andrés Aneta Aniket Ankita Anouk
	Anselm Anselmo Anush Apinya Apostolos Archana Ariadna Arjen Arkady Arlene Armando Arne Artem Artur Arvid Ashish Ashok Ashwin Asif Aslan Asma
	Athanasios Atsushi Audrius Augustin Augusto Aurélie Aurélien Ayana Aydin Ayodele Aysel Ayşe Azadeh Babak Balázs Baran Bartłomiej Barış Basak Bashir
	Bassel Bence Benedikt Benita Benny Bernhard Berta Bettany Beáta Bhavna Bianca Bilal Birger Birgitta Bjørn Bodil Bogna Bohdan Bojana Borislav Božena
	Branislav Brendan Bronwyn Brynhild Bálint Błażej Caitlin Calogero Camille Camilo Carlotta Carmela Carsten Celia Cem Chantal Charlène Chiamaka Chiamara
	Chibuzo Chidinma Chika Chinwe Chioma Chukwuemeka Cian Cindy Citlali Clarissa Claudio Clemens Clément Concetta Constantin Constanza Cosimo Cristian
	Cristiano Cristóbal Csaba Cyrille Czesław Cédric César Dace Dagný Dainius Damla Danica Danilo Danylo Dario Davit Davor Deborá Deirdre Delroy Denise
	Desmond Desta Devika Dhruv Diarmuid Didem Didier Dilan Dilip Dinesh Djamel Dmytro Dominika Dominique Donatella Dong-hyun Donovan Doreen Dorian Douwe
	Dragana Dragomir Dušan Dylan Džemal Eamon Ebba Ebru Ece Edita Edson Edwin Efosa Egil Eino Eiríkur Ekaterina Eleonora Eliana Elisa Eliseo Elliott
	Elodie Elvira Emanuel Emilie Emilio Endre Enrique Erdem Erich Esteban Estefania Etienne Eun-ji Evangelos Evelina Evgenia Evgeny Ezgi Ezra Fadi Faisal
	Farhan Farouk Fausto Fedor Felicia Felicity Fenna Fernand Fikret Filipa Fionn Flavia Flavio Floris Folake Fotis Franco François Françoise Freddy Frida
	Fritz Fumiko Fyodor Fátima Galina Gaspard Gayatri Gaël Gaëlle Gedeon Gennady Gerda Germán Gethin Ghislain Giacomo Gianni Gilberto Gildas Gilles
	Ginevra Giovanna Girish Gizem Glynis Godfrey Gopal Gracjan Graziella Griet Gréta Guadalupe Gudmund Gunilla Gurpreet Gustaf Gwen Gwilym Gyula Gábor
	Gösta Gül Günther Habib Haile Hajar Hamish Haruka Haruki Haruto Hasan Hedda Hedwig Heinz Hernán Hicham Hideki Hilda Hildegard Hilmar Himanshu Hitoshi
	Hoang Horacio Hortense Hristo Hugh Hugues Humberto Husam Hyejin Hyun-woo Hédi Héloïse Iago Ieva Ifeoma Ignacy Ignas Ikram Ilda Imogen Imre Indira Inès
	Ioannis Irfan Irma Isaura Isolde István Itzel Iulia Ivanna Iveta Iwona Izabela Iñaki Iñigo Jaana Jacques Jagoda Jairo Jalil Jamal Jamila Janek Janice
	Janina Jaroslav Javad Jayden Jeanne Jeroen Ji-woo Jimena Jiro Jiří Jo-Anne Joakim Jocelyn Jolene Joonas Jorma Josip Jovan Jovana Joëlle Juanita Judit
	Julio Jussi Jyoti János Jérôme Józef Jörn Kaan Kaitlyn Kaleb Kalle Kamal Kamala Kamran Kareem Karolis Karthik Kaspar Katarina Kateryna Kateřina Katya
	Kayode Kazuki Kazuo Keiko Kelechi Kemal Kerry Kevan Khaled Khanh Kieran Kimberley Kirill Kirsty Kjartan Klaudia Klára Kobina Koen Koji Kojo Konrad
	Konstanze Koray Kornelia Kostas Krishna Krista Kristof Ksenia Kubilay Kunal Kwabena Kyriakos Kärt Ladislav Lamar Lamine Lamont Lasha Latoya Laurens
	Lauri Laurynas Lavinia Layth Leandro Leanne Lebo Lenka Leonora Leontine Leopold Leszek Levan Lidia Liesl Ligia Lilian Liliana Lilly Lior Lisbeth
	Liudmila Livio Lothar Lotta Lourdes Loïc Luana Luboš Lucien Lucinda Ludmila Ludmilla Lukáš Luuk Luís Lyubov Lázaro Maarten Mahesh Mahmoud Maike Maja
	Maksim Malgorzata Malia Malin Malte Mamadou Mandla Manfred Manoj Manolis Marcelo Marcia Mareike Margaux Margrethe Mariah Mariano Mariela Marisa
	Marisol Marit Marita Marjan Marlon Martyna Maryam Masashi Massimo Mathilde Matilda Matti Matyáš Matías Mauro Maxim Mayra Maëlle Małgorzata Mbali
	Mehwish Meltem Merve Mickaël Mieke Mietek Miguelito Mihkel Mikko Milou Minako Minna Mireille Mirela Mirjam Mirko Mitsuko Mohan Moira Mojca Morgane
	Mthunzi Muhammad Muriel Myriam Nabil Nadège Naledi Nanami Nandini Narges Natalija Natasa Naveen Navid Nayla Nazlı Neema Nelly Nerea Neža Ngoc Nguyen
	Nicolette Nicolás Nikolaj Nikolay Nimmi Nkechi Nkosana Noam Noelia Noémi Nuno Nura Nurettin Nwankwo Obinna Octavio Odalys Odile Ojas Okan Oksana
	Olamide Olav Oleksii Oleksiy Olivér Olli Olu Olumide Oluwaseun Oluwatobi Onur Oona Orhan Oriol Ornella Orsola Osama Oskari Osman Osvaldo Othman
	Oyelaran Paavo Padma Padraig Paloma Panagiotis Pankaj Paola Parisa Parvati Pascale Pasquale Patrizia Paulius Pawan Peder Pekko Pepijn Pernilla Petr
	Petros Petter Philippa Phuong Piers Pilvi Pinar Placido Polina Pradeep Pranay Prasad Pratik Predrag Prisca Przemysław Purnima Pádraig Qasim Quynh
	Rafał Raffaele Raffaella Raghav Ragnar Raimo Rainer Raisa Rajiv Ramesh Rania Ranjan Raquel Rashmi Rauf Rayan Razvan Remco Renata Renaud Renée Reshma
	Rhys Ricarda Richa Rihards Rikard Riku Risto Rita Ritu Robbert Rocco Rogelio Roisin Romy Ronan Roosa Rory Rosalia Rosanna Roxana Rubén Rudolf Rutger
	Ryo Ryszard Réka Rémi Róisín Răzvan Sakari Salim Samu Sanjeev Santhosh Santosh Sarita Satish Satu Saule Sayed Sebastián Selim Selma Semih Seppo Serena
	Sergiu Severin Shabnam Shaima Shankar Shanthi Sherif Shinji Shiori Shreyas Shweta Siiri Sikander Silje Silvio Simge Simran Sinéad Siyabonga Slavko
	Slobodan Snežana Sofiane Solange Solène Soren Spyros Srdjan Sridhar Stanisław Stavros Stavroula Stelios Stijn Stine Subramanian Sude Sujata Suman
	Sundeep Suzana Svein Svenja Sverre Sylvain Sylvie Szilvia Séamus Sérgio Taavi Tadashi Tadej Taiwo Takeshi Takumi Talia Tamar Tamika Tancredi Tanvi
	Taras Tavish Teemu Teodor Tereso Tessa Thabo Theodora Theodoros Thibault Thijmen Thomasz Thuy Théo Théodore Tiina Tijana Timur Toivo Tolga Tomoko
	Tonje Toomas Torben Tord Toril Toshiro Tove Trinh Tristan Troels Truls Tudor Tuong Turgut Tuuli Tuğba Tytus Uchenna Ulf Umberto Umut Urho Uriel Uroš
	Usha Uğur Vadim Valentin Valentín Valerio Valtteri Vasile Vassilis Vedran Veerle Velimir Venkat Venkatesh Verena Vesna Vicente Viggo Vilma Vilém Vinay
	Violeta Virginie Vishal Vitalii Vitaly Vittorio Vivian Vivienne Vlad Vladislava Vlasta Vojtěch Volodymyr Vratislav Vuk Vusi Vytautas Václav Vít
	Walburga Waldemar Waleed Walid Wassim Wendell Wiktor Wilfried Wilhelmina Willem Winfried Witold Wladimir Xavi Xiaoming Ximena Ximo Xochitl Yair Yanick
	Yannick Yannis Yaroslav Yehuda Yeliz Yentl Yevgeny Yiannis Yoav Yohan Yoko Yordan Yoshiko Youri Yuliya Yumi Yurii Yusra Yuto Yuval Zahra Zainal Zaira
	Zakaria Zbyněk Zdenka Zeljka Zenon Zineb Zita Zlatko Zoltan Zoltán Zora Zoya Zoë Zsofia Zsófia Zuleika Zygmunt Ángel Émilie Étienne Ömer Özge Özlem
	Živko
	Abdullah Abdulaziz Abel Adeyemi Adil Adnan Adolfo Ágnes Ahmad Aiden Ailsa Aitana Ajit Akanksha Alaa Alastair Alban Alberta Albrecht Alexey
	Aleš Alfonso Alisson Allan Allison Aloïs Alper Alvaro Alwin Amaia Aman Amandeep Amanuel Amar Amaya Ambra Ameer Amrita Anand Anastasios Anatole
	Andreea Andrej Andrejs Andris Aneesh Angelica Angelina Angelo Angus Anh Aniruddha Anjana Annabel Annabelle Annalena Anneliese Annie Ansgar Anselma
	Anthea Antje Antoinette Antonina Antónia António Anurag Anushka Anzhela Aparna Apoorva Araceli Arash Areej Arianna Arief Arif Aristides Arkadiusz
	Arnau Arnaldo Arnold Arsenio Arthit Arvind Asaf Asier Asim Astou Attila Aubrey Audrey Augusta Aviv Avraham Ayako Ayman Ayumi Azamat Aziz Aziza
	Bahar Baptista Barbora Bärbel Barney Batuhan Beatrix Becky Benito Benno Berit Bernardo Bethany Betsy Bettie Betty Beverley Bharat Bhavana Bhavesh
	Binh Birgitte Bjarki Björk Blanche Blandine Blaž Bożena Brad Brett Bridget Brigid Britt Bronisław Brunella Brunhilde Bryony Bülent Burcu Caio
	Calum Carlo Carole Carolin Carolyn Cath Cathal Cathleen Cathy Catriona Chaim Chana Chandan Chaya Cheikh Cherie Cheryl Chetan Chinonso Christa
	Christel Christelle Christiane Christos Christy Ciarán Claas Clare Claudette Claudine Claus Cléo Clothilde Colette Colleen Concepción Connor
	Constantinos Coralie Corey Corinne Cory Cosima Courtney Cynthia Dafydd Dagny Daichi Damiano Damilola Damon Daniil Daniyar Daria Darko Darlene
	Darryl Daryl Davey Davi Davinder Dawid Dayana Deanna Debbie Debora Debra Delia Denisa Derya Devraj Diane Dianne Dimitar Dimitrios Ditte Domenico
	Domingo Donna Dörte Dragoș Duarte Dustin Dwayne Dzmitry Eamonn Eckhard Edie Edina Edmund Edna Eduarda Edyta Efe Efraín Eiko Eileen Eimear Elaine
	Eleanor Elham Eline Eliot Elke Ellie Elmar Emanuela Emiko Emmett Emmanuelle Enea Engin Enikő Erez Erhan Ericka Erkki Erlend Ermias Ernestine Ernie
	Espen Estela Estelle Etelka Eugenia Eugenio Euan Eunice Ewan Ezekiel Fabiana Fabiano Fabrice Faruk Fateh Fatma Ferdinand Fergus Fernande Ferran
	Filiz Finbar Finnur Fiorella Flávio Flemming Florentin Franca Frances Franck Frauke Freda Freddie Frederick Friedhelm Gaby Gagan Gaurav Gautam
	Gavriel Geert Gemma Gennaro Genoveva Georges Georgina Gerd Gertrud Ghada Ghislaine Gilad Gilbert Gillian Giorgia Gisela Gisèle Giuliana Giuliano
	Glenda Glenn Gloriana Gökhan Gonzague Gottfried Graeme Graciela Grazia Grażyna Gregor Grégoire Gretchen Gudrún Guilherme Guillermo Gülşen Gunther
	Gustav Gwenaël Gwendolyn György Győző Haakon Hadi Hadiza Haifa Håkon Halima Halina Halldór Hanan Hanne Hannu Hany Harumi Hatice Hayato Heidrun
	Heiko Heikki Heini Heino Hélène Helga Hemant Hema Henk Henrietta Henriette Hermann Hina Hirotaka Hisham Hitomi Honza Hubertus Huda Husein Iacopo
	Iain Ianis Ianthe Idris Ifeanyi Iker Ilias Ilka Ilkka Imelda Indrek Inés Inge Íñigo Ionela Iqbal Irving Irwin Isabelle Isak Isaias Isha Ishita
	Ismael Itsuki Ivona Jaakko Jacopo Jadranka Jago Jaideep Jalal Janelle Janine Janis Janna Janne Janusz Jarosław Jarrod Jayne Jeanette Jeannette
	Jeannie Jenna Jenny Jérémie Jérémy Jerome Jess Jessie Jesus Jesús Jette Jitendra Jochem Jody Joelle Johann Johnathan Jola Jonah Jonathon Joona
	Joran Jørgen Joseba Josée Josiah Josie Josué Joyce Juho Juhani Julieta Junko Jussara Justine Kacper Kaito Kaj Kajsa Kalyan Kaori Karan Karel
	Karima Karla Karlheinz Kasimir Katalin Kátia Katinka Katy Kayla Kaylee Kazuko Kazuya Keiran Kellie Kerri Keshav Khuong Kilian Kimberly Kjetil
	Klaas Klemens Kristen Kristine Kristijan Kristjan Kristoffer Kristóf Krystian Kumiko Kurtis Kwasi Kylie Kyōko Laila Lajos Lakshman Larry Laurence
	Laureen Laurène Layne Léa Léna Lennart Léo Leonard Leonor Lesley Letícia Letizia Leyla Liisa Lieselotte Lilla Lindsay Lindsey Linnea Liselotte Liz
	Lizzie Lluís Lokesh Lonneke Louanne Louie Lúcia Luciano Lucija Lucille Ludovica Luisella Lyle Lynette Lynne Maaike Maarit Mabel Maciek Maddie
	Madhav Madhuri Maeve Magali Magdalene Mahnoor Maite Makoto Malak Malina Mandeep Mansi Manfredi Maren Margherita Margit Margrit Mariann Marianna
	Marianne Maribel Marielle Marija Marijana Marijn Marilyn Mariska Marissa Maritza Marjolein Marjorie Marla Marlies Marsha Márton Masahiro Masato
	Mathilda Mathis Mattia Mattias Maureen Mauricio Maximiliano Maxine Mayumi Meenakshi Megumi Mehak Mehul Melchior Melika Melinda Melvin Merel Micha
	Michaela Michalis Michiel Mieko Miki Miklós Milda Mildred Miloš Mindaugas Mingyu Miranda Mirka Misaki Mitch Mitchell Modesto Mohsen Moisés Montse
	Mourad Mpho Munir Naira Nakul Naliaka Namita Namrata Naoki Narendra Nashwa Nasser Nataša Nathalia Nathaniel Neal Neel Neele Neeraj Néstor Nevin
	Niall Nicky Nicoletta Niccolò Niek Nienke Niharika Nikki Nikos Nimrod Niraj Nishant Nobuko Noëlle Noemi Norah Noreen Nurul Octavia Ofelia Ofer
	Ognjen Oihane Olafur Olavi Olesia Omari Omkar Ortwin Òscar Ottmar Özgür Patrice Patrícia Paulette Pavla Pavol Payal Peggy Penelope Petrus Petya
	Phillip Phillipa Phyllis Pierluigi Piet Pille Pippa Poonam Prabhat Praneeth Preeti Prerna Primož Priscilla Priit Przemek Quinten Quique Rachael
	Rachid Radmila Radu Rafaela Rafaella Raghu Raimondo Raina Raivo Raju Raluca Ramiro Ramin Ramya Randall Randi Randy Raoul Rasheed Raymond Rebekah
	Rebekka Reece Reginald Reiko Reiner Reinhold Rémy Renan Renato Rens Reto Reuben Rhonda Rian Riad Ricky Riikka Rikke Ritesh Ritva Roald Robbie
	Rodney Rodrigue Roelof Rolando Romina Ronaldo Ronja Ronnie Rosalie Rosalyn Rosario Rosella Rosemarie Rosina Roxanne Rūta Ruaridh Rudi Rudy Ruslana
	Rustam Ruxandra Sabino Sachin Sadie Safiya Sahar Sahil Saif Sakura Saman Samina Sanna Saoirse Sapna Sarit Sashi Saverio Sayaka Seamus Sébastien
	Séverine Selin Selina Selorm Senthil Serhii Sevda Shahid Shai Shakira Shalini Shanti Sharad Sharmila Shauna Shaza Sheena Shelley Sheri Shivani
	Shlomo Shoko Shubham Shuichi Siarhei Sibusiso Siegfried Sigal Signe Siim Silvana Silvestre Sirkka Sissel Siti Sivan Sjoerd Sławomir Smita Snezana
	Sofía Sofus Solvej Somchai Sonali Sondre Søs Sören Sotiris Srikanth Srinath Stefani Stefanie Steinar Stéphane Stina Stig Stian Subhash Sudha
	Sudhir Suhail Sukhdeep Sumit Surya Susannah Sushma Suzette Sveinn Swantje Sylwia Taina Tamir Tanisha Tapio Taru Tatsuya Tegan Tejas Telma Teodora
	Teófilo Teri Thaddeus Thanh Thea Thelma Theodor Thibaut Thiemo Thilo Thirza Thulani Tilda Tilman Timea Tímea Tobi Tomáš Tommaso Tonya Torgeir
	Tornike Tracey Traian Tricia Trine Trisha Tuan Tuomo Tuula Tyra Ulises Umar Umesh Unai Unni Urmila Urs Usman Uta Valentino Valérie Varvara
	Vasilios Vasudha Vaughn Venla Véronique Vigdís Vikas Viktoria Viktória Vilhelm Vincente Vineet Vinicius Vítor Viviana Vladan Vladimír Waheed
	Wanjiru Wambui Wenzel Wibke Wiesław Wietske Wilbert Wilfred Winifred Wiremu Władysław Wolfram Wynne Xaver Yaakov Yadira Yağmur Yakov Yanis Yasmina
	Yasuko Yeşim Yigal Yisroel Yitzhak Yohannes Yosef Yoshi Younes Yuka Yuko Yulian Yuriy Yvette Zaheer Zbyszek Zdzisław Zeev Zehra Zeina Zeynab
	Zhanna Zhivko Ziad Zinaida Zorica Zsuzsanna Zubair Zuhal Żaneta
	Élodie Éric Émile Éloïse Élise Élisa Édouard Éva Óscar Ólafur Øystein Ángela Ádám Ákos Örjan Çağlar Çiğdem Šárka Štěpán Žaneta`)
